import { type RefObject, useEffect, useRef, useState } from 'react'
import { useWebApp } from '../web-app-context.ts'
import { type Camera, type CameraProblem, type Facing, openCamera } from './camera.ts'

export type CameraState = {
  readonly video: RefObject<HTMLVideoElement | null>
  /** Undefined while it opens. */
  readonly camera: Camera | CameraProblem | undefined
  /** The next one of several cameras. */
  switchCamera(): void
  /** Once more, after a problem. */
  retry(): void
}

/**
 * A camera that shows in a video element and is on as long as the component is there.
 *
 * @param facing which one is opened first, where there are two; left out: the one that looks away from the person
 */
export function useCamera(facing: Facing = 'environment'): CameraState {
  const { media } = useWebApp()
  const video = useRef<HTMLVideoElement>(null)
  const [camera, setCamera] = useState<Camera | CameraProblem>()
  const [wanted, setWanted] = useState<{ readonly deviceId?: string }>({})

  useEffect(() => {
    let isCurrent = true
    let opened: Camera | undefined
    async function open(): Promise<void> {
      const result = await openCamera(media, { facing, ...wanted })
      if (typeof result !== 'string') opened = result
      if (!isCurrent) return opened?.stop()
      if (opened !== undefined && video.current !== null) {
        video.current.srcObject = opened.stream
        // Refused where the element is gone again already.
        await video.current.play().catch(() => {})
      }
      setCamera(result)
    }
    setCamera(undefined)
    void open()
    return () => {
      isCurrent = false
      opened?.stop()
    }
  }, [media, facing, wanted])

  return {
    video,
    camera,
    switchCamera: () => {
      if (typeof camera !== 'object') return
      const { devices, deviceId = '' } = camera
      const next = devices[(devices.indexOf(deviceId) + 1) % devices.length]
      if (next !== undefined) setWanted({ deviceId: next })
    },
    retry: () => setWanted({}),
  }
}
