import type { Challenge } from '../src/index.ts'

/** docs/liveness.md: 4 to 10 frames a second. */
const FRAME_EVERY_MILLISECONDS = 180
const PAUSE_MILLISECONDS = 15
const FRAME_WIDTH = 640
const SELFIE_WIDTH = 1280
const JPEG_QUALITY = 0.85

type Frame = { readonly at: number; readonly image: string }
export type Film = { readonly frames: readonly Frame[]; readonly selfie: string }

/** Something that can be told what to do next: an action of the challenge, or to look ahead. */
type Prompter = (action: string, times: number | undefined) => void

export type Shooting = {
  readonly video: HTMLVideoElement
  readonly prompt: Prompter
  /** Milliseconds, from wherever. */
  readonly clock: () => number
}

/** Takes a selfie, then films the challenge, not mirrored, and tells what to do meanwhile. The pictures stay in memory. */
export async function filmFace(
  { steps, ends_at: endsAt }: Challenge,
  { video, prompt, clock }: Shooting,
): Promise<Film> {
  const selfie = await takePicture(video, SELFIE_WIDTH)
  const began = clock()
  const frames: Frame[] = []
  for (;;) {
    const at = Math.round(clock() - began)
    if (at > endsAt) return { frames, selfie }
    const step = steps.find(({ from, until }) => at >= from && at < until)
    prompt(step?.action ?? 'ahead', step?.times)
    frames.push({ at, image: await takePicture(video, FRAME_WIDTH) })
    const next = frames.length * FRAME_EVERY_MILLISECONDS - (clock() - began)
    await new Promise((resolve) => setTimeout(resolve, Math.max(PAUSE_MILLISECONDS, next)))
  }
}

/** @param longest side, in pixels, at most @returns a JPEG in base64 */
async function takePicture(video: HTMLVideoElement, longest: number): Promise<string> {
  const scale = Math.min(1, longest / Math.max(video.videoWidth, video.videoHeight))
  const canvas = new OffscreenCanvas(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale))
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let binary = ''
  const CHUNK = 32_768
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return btoa(binary)
}
