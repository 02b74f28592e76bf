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
