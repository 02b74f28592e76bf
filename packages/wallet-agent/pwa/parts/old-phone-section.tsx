import { formatMoment, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import { issuerParty } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { forgetOldPhone, type OldPhone } from '../old-phone.ts'
import { useNavigation } from '../router.ts'
import { useBackupTexts } from '../texts/backup-texts.ts'
import { useAction } from '../use-action.ts'
import { useHoldings } from '../use-holdings.ts'
import { useWallet } from '../wallet-context.ts'

/** What was on the old phone, what of it is here, and how the rest is got. */
export function OldPhoneSection({ oldPhone, onEnrol }: { oldPhone: OldPhone; onEnrol(): void }): ReactNode {
  const text = useBackupTexts()
  const wallet = useWallet()
  const { go } = useNavigation()
  const holdings = useHoldings()
  const forgetting = useAction(async () => {
    await forgetOldPhone(wallet)
    go('documents', undefined, 'replace')
  })
  const isHere = (vct: string) => holdings?.some((holding) => holding.vct === vct) ?? false
  const isComplete = oldPhone.credentials.every(({ vct }) => isHere(vct))
  return (
    <>
      <OldPhoneCard oldPhone={oldPhone} isHere={isHere} />
      <p>{isComplete ? text.complete : text.enrolHint}</p>
      <div className="actions">
        {!isComplete && (
          <button type="button" onClick={onEnrol}>
            {text.enrol}
          </button>
        )}
        <button
          type="button"
          className={isComplete ? undefined : 'link'}
          disabled={forgetting.isRunning}
          onClick={() => void forgetting.run()}
        >
          {isComplete ? text.done : text.forget}
        </button>
      </div>
    </>
  )
}

function OldPhoneCard({ oldPhone, isHere }: { oldPhone: OldPhone; isHere(vct: string): boolean }): ReactNode {
  const text = useBackupTexts()
  const { bundle } = useBundleState()
  return (
    <section className="card">
      <h2>{text.onOldPhone}</h2>
      <p className="hint">{text.madeAt(formatMoment(new Date(oldPhone.made_at), text.language))}</p>
      {oldPhone.credentials.length === 0 && <p>{text.noCredentials}</p>}
      <ul className="brought">
        {oldPhone.credentials.map(({ vct, issuer, configuration_id, received_at }) => (
          <li key={`${issuer} ${configuration_id} ${received_at}`}>
            <strong>{labelsOf(vct, bundle).name[text.language]}</strong>
            <span className="hint">{issuerParty(issuer, bundle).name[text.language]}</span>
            <span className={isHere(vct) ? 'badge good' : 'badge warn'}>
              <span aria-hidden="true">{isHere(vct) ? '✓' : '…'}</span>
              {isHere(vct) ? text.isHere : text.isNotHere}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
