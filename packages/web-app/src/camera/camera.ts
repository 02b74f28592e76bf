/** Which way a camera looks: at whoever holds the device, or away from them. */
export type Facing = 'user' | 'environment'

export type CameraProblem = 'none' | 'refused' | 'busy'

/** A camera that is on. `stop` turns it off. */
export type Camera = {
  readonly stream: MediaStream
  readonly deviceId: string | undefined
  /** Ids of all cameras of this device. */
  readonly devices: readonly string[]
  readonly hasTorch: boolean
  setTorch(light: 'on' | 'off'): Promise<void>
  stop(): void
}

/** TypeScript's DOM library does not know of the torch (MediaStream Image Capture, section 4). */
type TorchConstraint = MediaTrackConstraintSet & { readonly torch: boolean }

/** @param deviceId of one camera; left out: one that looks that way, where there are several */
export async function openCamera(
  media: MediaDevices | undefined,
  { deviceId, facing = 'environment' }: { readonly deviceId?: string; readonly facing?: Facing } = {},
): Promise<Camera | CameraProblem> {
  // Without a secure origin there are no cameras at all.
  if (media === undefined) return 'none'
  const which = deviceId === undefined ? { facingMode: { ideal: facing } } : { deviceId: { exact: deviceId } }
  try {
    const size = { width: { ideal: 1280 }, height: { ideal: 960 } }
    const stream = await media.getUserMedia({ video: { ...which, ...size }, audio: false })
    return describeCamera(stream, media)
  } catch (error) {
    return problemOf(error)
  }
}

async function describeCamera(stream: MediaStream, media: MediaDevices): Promise<Camera> {
  const [track] = stream.getVideoTracks()
  const all = await media.enumerateDevices()
  return {
    stream,
    deviceId: track?.getSettings().deviceId,
    devices: all.filter(({ kind }) => kind === 'videoinput').map((device) => device.deviceId),
    hasTorch: track !== undefined && 'torch' in track.getCapabilities(),
    setTorch: async (light) => {
      const torch: TorchConstraint = { torch: light === 'on' }
      await track?.applyConstraints({ advanced: [torch] })
    },
    stop: () => {
      for (const each of stream.getTracks()) each.stop()
    },
  }
}

/** Media Capture and Streams, section 10.2, `getUserMedia`. */
function problemOf(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none'
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'busy'
}
