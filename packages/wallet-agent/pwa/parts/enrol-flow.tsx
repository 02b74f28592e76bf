import { ScreenHeading } from '@bai/web-app'
import { type ReactNode, useState } from 'react'
import {
  beginEnrolment,
  type Enrolment,
  type EnrolmentConsent,
  type EnrolmentPurpose,
  receiveKept,
  sendPictures,
} from '../../src/index.ts'
import type { Film } from '../film-face.ts'
import { useNavigation } from '../router.ts'
import { useEnrolTexts } from '../texts/enrol-texts.ts'
import { useAction } from '../use-action.ts'
import { useWallet } from '../wallet-context.ts'
import { ConsentStep } from './consent-step.tsx'
import { EnrolmentEnd, type EnrolmentEnding } from './enrolment-end.tsx'
import { EnrolmentProblem } from './enrolment-problem.tsx'
import { type Factors, FactorsStep } from './factors-step.tsx'
import { FilmStep } from './film-step.tsx'

type Stage =
  | { readonly kind: 'consent' }
  | { readonly kind: 'factors'; readonly consent: EnrolmentConsent }
  | { readonly kind: 'film'; readonly enrolment: Enrolment }
  | { readonly kind: 'ended'; readonly ending: EnrolmentEnding }

const STEPS = { consent: 1, factors: 2, film: 3, ended: 3 } as const
const LAST_STEP = 3

/** Consent, what is on the card, a film of the face; and then what was decided, with the documents if it was yes. */
export function EnrolFlow({ purpose }: { purpose: EnrolmentPurpose }): ReactNode {
  const text = useEnrolTexts()
  const wallet = useWallet()
  const { go } = useNavigation()
  const { issuer } = wallet.config
  const [stage, setStage] = useState<Stage>({ kind: 'consent' })
  const [isReceiving, setReceiving] = useState(false)
  const beginning = useAction(async (consent: EnrolmentConsent, factors: Factors) => {
    const given = { version: consent.version, locale: text.language }
    const enrolment = await beginEnrolment(issuer, { purpose, consent: given, ...factors }, wallet)
    setStage({ kind: 'film', enrolment })
  })
  const sending = useAction(async (enrolment: Enrolment, film: Film) => {
    const { nonce } = enrolment.challenge
    const decided = await sendPictures(issuer, enrolment, { nonce, ...film }, wallet)
    if (decided.offer === undefined) return setStage({ kind: 'ended', ending: { ...decided, purpose } })
    setReceiving(true)
    await receiveKept({ offer: decided.offer, txCode: decided.txCode }, wallet)
    setStage({ kind: 'ended', ending: { outcome: decided.outcome, purpose } })
  })

  if (stage.kind === 'ended') return <EnrolmentEnd ending={stage.ending} />
  const error = beginning.error ?? sending.error
  return (
    <>
      <ScreenHeading>{text.titles[purpose]}</ScreenHeading>
      {stage.kind === 'consent' && <p>{text.leads[purpose]}</p>}
      <p className="step">{text.step(STEPS[stage.kind], LAST_STEP)}</p>
      {error !== undefined && (
        <EnrolmentProblem
          error={error}
          onBeginAgain={() => {
            beginning.clear()
            sending.clear()
            setReceiving(false)
            setStage({ kind: 'consent' })
          }}
        />
      )}
      {stage.kind === 'consent' && <ConsentStep onAgree={(consent) => setStage({ kind: 'factors', consent })} />}
      {stage.kind === 'factors' && (
        <FactorsStep isBusy={beginning.isRunning} onFactors={(factors) => void beginning.run(stage.consent, factors)} />
      )}
      {stage.kind === 'film' && (
        <FilmStep
          enrolment={stage.enrolment}
          isBusy={sending.isRunning}
          hasFailed={sending.error !== undefined}
          onChallenge={(challenge) => setStage({ kind: 'film', enrolment: { ...stage.enrolment, challenge } })}
          onFilm={(enrolment, film) => void sending.run(enrolment, film)}
        />
      )}
      <p role="status">{sending.isRunning && (isReceiving ? text.receiving : text.checking)}</p>
      <div className="actions">
        <button type="button" className="link" onClick={() => go('documents', undefined, 'replace')}>
          {text.cancel}
        </button>
      </div>
    </>
  )
}
