import { type ReactNode, useEffect, useRef } from 'react'
import { WalletError } from '../../src/index.ts'
import { useEnrolTexts } from '../texts/enrol-texts.ts'
import { useStartTexts } from '../texts/start-texts.ts'
import { Problem } from './problem.tsx'

/** After these the same enrolment goes on with another film. */
const FILM_AGAIN = ['picture_unusable', 'liveness_failed', 'temporarily_unavailable']

/** Why an enrolment did not go on, in plain words, and what to do. */
export function EnrolmentProblem({ error, onBeginAgain }: { error: unknown; onBeginAgain(): void }): ReactNode {
  const text = useEnrolTexts()
  const { waiting } = useStartTexts()
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => notice.current?.focus(), [])
  const failure = failureOf(error)
  const beginAgain = (
    <button type="button" className="second" onClick={onBeginAgain}>
      {text.beginAgain}
    </button>
  )
  if (failure === undefined) return <Problem error={error}>{beginAgain}</Problem>
  const words = text.problems[failure.error] ?? text.failed
  return (
    <div className="notice" role="alert" ref={notice} tabIndex={-1}>
      <p>{words.replace('{wait}', waiting(failure.retryAfterSeconds ?? 0))}</p>
      <p className="code">{failure.reason ?? failure.error}</p>
      {!FILM_AGAIN.includes(failure.error) && beginAgain}
    </div>
  )
}

function failureOf(error: unknown) {
  if (!(error instanceof WalletError) || error.code !== 'enrolment_failed') return undefined
  return (error as WalletError<'enrolment_failed'>).details
}
