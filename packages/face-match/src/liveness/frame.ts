import type { RgbImage } from '../image.ts'

/** One picture of a film. */
export type LivenessFrame = {
  /** By the client: milliseconds since the challenge was shown. */
  at: number
  /** By the server's clock: milliseconds since 1970. */
  receivedAt: number
  /** Not mirrored. Undefined for a picture that could not be decoded. */
  image: RgbImage | undefined
}

/** The same, decoded when it is looked at: a film of decoded pictures can be larger than the memory. */
export type UndecodedFrame = Omit<LivenessFrame, 'image'> & {
  /** May be called more than once. Gives nothing for a picture that cannot be decoded. */
  decode: () => Promise<RgbImage | undefined>
}
