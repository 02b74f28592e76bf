import { type RefObject, useEffect, useState } from 'react'
import type { FaceAdvice } from './face-guide.ts'
import { useWallet } from './wallet-context.ts'

const EVERY_MILLISECONDS = 400

/**
 * What to change in how one is before the camera, looked at twice a second while nothing is filmed. On this device alone.
 *
 * @returns undefined when it would do, or when there is no help to be had
 */
export function useFaceAdvice(
  video: RefObject<HTMLVideoElement | null>,
  isWanted: boolean,
): FaceAdvice | 'loading' | undefined {
  const { openFaceGuide } = useWallet()
  const [advice, setAdvice] = useState<FaceAdvice | 'loading' | undefined>('loading')
  useEffect(() => {
    if (!isWanted) return
    let isCurrent = true
    async function look(): Promise<void> {
      const guide = await openFaceGuide()
      while (isCurrent) {
        const picture = video.current
        if (picture !== null && picture.videoWidth > 0) {
          const next = await guide.advise(picture)
          if (isCurrent) setAdvice(next)
        }
        await new Promise((resolve) => setTimeout(resolve, EVERY_MILLISECONDS))
      }
    }
    // Without help people film as well as they can; the issuer tells them what was wrong.
    look().catch(() => isCurrent && setAdvice(undefined))
    return () => {
      isCurrent = false
    }
  }, [video, isWanted, openFaceGuide])
  return advice
}
