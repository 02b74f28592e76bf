import type { OfflineMessage } from '@bai/credential'
import { labelOf, labelsOf, ScreenHeading } from '@bai/web-app'
import { type ReactNode, useEffect, useState } from 'react'
import { type OneScan, prepareOneScan, showOneScan } from '../../src/index.ts'
import { AnswerCode } from '../parts/answer-shown.tsx'
import { CheckField } from '../parts/check-field.tsx'
import { Problem } from '../parts/problem.tsx'
import { useNavigation } from '../router.ts'
import { useShareTexts } from '../texts/share-texts.ts'
import { useAction } from '../use-action.ts'
import { useSecondsUntil } from '../use-seconds-until.ts'
import { useWallet } from '../wallet-context.ts'

/** docs/offline-profile.md, one scan. */
const LIFETIME_MILLISECONDS = 30_000

/** A code that is shown without being asked: what it tells first, then the code, as long as it is good. */
export function ShowScreen(): ReactNode {
  const text = useShareTexts()
  const wallet = useWallet()
  const { route, go } = useNavigation()
  const verifierClass = route.argument ?? ''
  const [prepared, setPrepared] = useState<OneScan>()
  const [problem, setProblem] = useState<unknown>()
  const [shown, setShown] = useState<{ readonly message: OfflineMessage; readonly until: Date }>()
  const [isPortraitSure, setPortraitSure] = useState(false)
  useEffect(() => {
    prepareOneScan(verifierClass, wallet).then(setPrepared, setProblem)
  }, [verifierClass, wallet])
  const showing = useAction(async () => {
    // Anew, for the copy of the last code has been shown.
    const oneScan = await prepareOneScan(verifierClass, wallet)
    const message = await showOneScan(oneScan, wallet)
    setShown({ message, until: new Date(wallet.now().getTime() + LIFETIME_MILLISECONDS) })
  })
  const failed = problem ?? showing.error
  const showsPortrait = prepared?.plan.credentials.some(({ disclosed }) =>
    disclosed.some(([name]) => name === 'portrait'),
  )
  return (
    <>
      <ScreenHeading>{text.classNames[verifierClass] ?? text.oneTap}</ScreenHeading>
      {failed !== undefined && <Problem error={failed} />}
      {prepared !== undefined && shown === undefined && (
        <>
          <ShownClaims oneScan={prepared} />
          {showsPortrait === true && (
            <CheckField isSelected={isPortraitSure} onChange={setPortraitSure}>
              {text.portraitSure}
            </CheckField>
          )}
          <button
            type="button"
            className="large"
            disabled={showing.isRunning || (showsPortrait === true && !isPortraitSure)}
            onClick={() => void showing.run()}
          >
            {text.showIt}
          </button>
        </>
      )}
      {shown !== undefined && <LivingCode {...shown} onRenew={() => void showing.run()} />}
      <div className="actions">
        <button type="button" className="second" onClick={() => go('share', undefined, 'replace')}>
          {text.done}
        </button>
      </div>
    </>
  )
}

function ShownClaims({ oneScan: { plan } }: { oneScan: OneScan }): ReactNode {
  const text = useShareTexts()
  return (
    <section className="card">
      <h2>{text.shows}</h2>
      {plan.credentials.map(({ stored, query }) => {
        const labels = labelsOf(stored.vct, undefined)
        return (
          <ul key={query.id}>
            {(query.claims ?? []).map(({ path }) => (
              <li key={path.join('.')}>{labelOf(labels, path)[text.language]}</li>
            ))}
          </ul>
        )
      })}
    </section>
  )
}

type LivingCodeProps = { readonly message: OfflineMessage; readonly until: Date; onRenew(): void }

function LivingCode({ message, until, onRenew }: LivingCodeProps): ReactNode {
  const text = useShareTexts()
  const { now } = useWallet()
  const seconds = useSecondsUntil(until, now)
  const [isStarted, setStarted] = useState(false)
  useEffect(() => setStarted(true), [])
  const isOver = isStarted && now() >= until
  if (isOver && seconds === 0)
    return (
      <>
        <p role="status">{text.expired}</p>
        <button type="button" onClick={onRenew}>
          {text.newCode}
        </button>
      </>
    )
  return (
    <>
      <AnswerCode message={message} />
      <p className="countdown">{text.livesFor(seconds)}</p>
    </>
  )
}
