import { type RefObject, useEffect, useRef } from 'react'
import type { CodeReader } from './code-reader.ts'

/** Reads what a video shows, frame after frame, as long as the component is there. */
export function useCodeLoop(
  video: RefObject<HTMLVideoElement | null>,
  read: CodeReader,
  onTexts: (texts: readonly string[]) => void,
): void {
  // The newest one, for it is another at every rendering, and the loop goes on.
  const listener = useRef(onTexts)
  useEffect(() => {
    listener.current = onTexts
  })
  useEffect(() => {
    let isCurrent = true
    async function loop(): Promise<void> {
      while (isCurrent) {
        const texts = isShowing(video.current) ? await read(video.current).catch(() => []) : []
        if (isCurrent && texts.length > 0) listener.current(texts)
        await new Promise(requestAnimationFrame)
      }
    }
    void loop()
    return () => {
      isCurrent = false
    }
  }, [video, read])
}

function isShowing(video: HTMLVideoElement | null): video is HTMLVideoElement {
  return video !== null && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0
}
