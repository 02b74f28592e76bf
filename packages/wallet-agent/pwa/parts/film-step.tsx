import { CameraView, useCamera } from '@bai/web-app'
import { type ReactNode, useEffect, useState } from 'react'
import { type Challenge, type Enrolment, renewChallenge } from '../../src/index.ts'
import { type Film, filmFace } from '../film-face.ts'
import { useEnrolTexts } from '../texts/enrol-texts.ts'
import { useAction } from '../use-action.ts'
import { useFaceAdvice } from '../use-face-advice.ts'
import { useWallet } from '../wallet-context.ts'
import { Problem } from './problem.tsx'

export type FilmStepProps = {
  readonly enrolment: Enrolment
  readonly isBusy: boolean
  /** The last film was not taken: the next one needs another challenge. */
  readonly hasFailed: boolean
  onChallenge(challenge: Challenge): void
  onFilm(enrolment: Enrolment, film: Film): void
}

/** The camera, help with the picture before it starts, and what to do while it films. */
export function FilmStep({ enrolment, isBusy, hasFailed, onChallenge, onFilm }: FilmStepProps): ReactNode {
  const text = useEnrolTexts()
  const wallet = useWallet()
  const state = useCamera('user')
  const [prompt, setPrompt] = useState<string>()
  const filming = useAction(async () => {
    const { current: video } = state.video
    if (video === null) return
    const challenge = hasFailed ? await renewChallenge(wallet.config.issuer, enrolment, wallet) : enrolment.challenge
    onChallenge(challenge)
    const film = await filmFace(challenge, {
      video,
      prompt: (action, times) => setPrompt((text.prompts[action] ?? '').replace('{times}', String(times ?? ''))),
      clock: () => performance.now(),
    })
    setPrompt(undefined)
    onFilm({ ...enrolment, challenge }, film)
  })
  const isIdle = !filming.isRunning && !isBusy
  const advice = useFaceAdvice(state.video, isIdle && typeof state.camera === 'object')
  useEffect(() => {
    if (!filming.isRunning) setPrompt(undefined)
  }, [filming.isRunning])

  return (
    <section className="film">
      <h2>{text.filmTitle}</h2>
      <p>{text.filmHint}</p>
      <CameraView state={state} />
      <p className="prompt" role="status" aria-live="assertive">
        {prompt ?? (isIdle && (advice === 'loading' ? text.guideLoading : (advice?.[text.language] ?? text.guideGood)))}
      </p>
      {filming.error !== undefined && <Problem error={filming.error} />}
      {isIdle && (
        <button
          type="button"
          className="large"
          disabled={typeof state.camera !== 'object'}
          onClick={() => void filming.run()}
        >
          {hasFailed ? text.again : text.start}
        </button>
      )}
    </section>
  )
}
