import { formatMoment, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import { issuerParty } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import type { OldPhone } from '../old-phone.ts'
import { useBackupTexts } from '../texts/backup-texts.ts'
import { useHoldings } from '../use-holdings.ts'

/** What was on the old phone, and what of it is here. */
export function OldPhoneCard({ oldPhone }: { oldPhone: OldPhone }): ReactNode {
  const text = useBackupTexts()
  const { bundle } = useBundleState()
  const holdings = useHoldings()
  const isHere = (vct: string) => holdings?.some((holding) => holding.vct === vct) ?? false
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
