import { CameraView, useCamera } from '@bai/web-app'
import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import type { FaceHelp, FaceMatcher } from '../../src/face-matcher.ts'
import { useKiosk } from '../kiosk-context.ts'
import { useTexts } from '../texts/use-texts.ts'

type Matcher = FaceMatcher<ImageBitmapSource>
type Progress = 'idle' | 'comparing' | 'unavailable' | FaceHelp

/** A live picture beside the portrait, and what the matcher makes of the two. It helps; the verdict is what it is. */
export function FaceHelpPanel({ portrait }: { portrait: RefObject<HTMLImageElement | null> }): ReactNode {
  const text = useTexts()
  const { face } = text
  const state = useCamera()
  const matcher = useFaceMatcher()
  const [progress, setProgress] = useState<Progress>('idle')
  const isReady = typeof matcher === 'object' && typeof state.camera === 'object'

  async function compare(): Promise<void> {
    if (typeof matcher !== 'object' || portrait.current === null || state.video.current === null) return
    setProgress('comparing')
    // The frame of this moment: the person moves on while it is looked at.
    const frame = await createImageBitmap(state.video.current)
    setProgress(await matcher.compare(portrait.current, frame).catch(() => 'unavailable' as const))
    frame.close()
  }

  return (
    <figure className="face-help">
      <CameraView state={state} />
      <figcaption>{face.ofCamera}</figcaption>
      <Button isDisabled={!isReady || progress === 'comparing'} onPress={() => void compare()}>
        {progress === 'comparing' ? face.comparing : face.compare}
      </Button>
      <div role="status">
        {matcher === 'loading' && <p>{face.loading}</p>}
        {(matcher === 'unavailable' || progress === 'unavailable') && <p>{face.unavailable}</p>}
        {typeof progress === 'object' && <HelpText help={progress} />}
      </div>
      <p className="hint">{face.hint}</p>
    </figure>
  )
}

function HelpText({ help }: { help: FaceHelp }): ReactNode {
  const { language, face } = useTexts()
  if (help.kind === 'unusable') {
    const where = help.picture === 'portrait' ? face.ofPortrait : face.ofCamera
    return (
      <p>
        {where}: {help.advice[language]}
      </p>
    )
  }
  return (
    <p className={`face-${help.decision}`}>
      <strong>{face.decisions[help.decision]}</strong> {face.percent(help.percent)}
      <br />
      <small>{help.operatingPoint[language]}</small>
    </p>
  )
}

function useFaceMatcher(): Matcher | 'loading' | 'unavailable' {
  const { openFaceMatcher } = useKiosk()
  const [matcher, setMatcher] = useState<Matcher | 'loading' | 'unavailable'>('loading')
  useEffect(() => {
    let isCurrent = true
    openFaceMatcher().then(
      (opened) => isCurrent && setMatcher(opened),
      () => isCurrent && setMatcher('unavailable'),
    )
    return () => {
      isCurrent = false
    }
  }, [openFaceMatcher])
  return matcher
}
