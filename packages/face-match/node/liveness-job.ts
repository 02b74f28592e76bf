import { randomBytes } from 'node:crypto'
import {
  checkLiveness,
  defaultLivenessPolicy,
  FaceMatchError,
  type FaceMatcher,
  type LivenessAttempt,
  type LivenessFrame,
  type LivenessPolicy,
  type LivenessResult,
} from '../src/index.ts'
import { decodeImage } from './decode-image.ts'
import { type PlainError, toPlainError } from './describe-job.ts'

/** A film as it came: files instead of pictures. */
export type FilmOfFiles = Pick<LivenessAttempt, 'challenge' | 'nonce'> & {
  frames: readonly (Pick<LivenessFrame, 'at' | 'receivedAt'> & { file: Uint8Array })[]
  selfie: Uint8Array
  /** What is demanded otherwise than by default. */
  policy?: Partial<LivenessPolicy>
}

export type LivenessAnswer = { result: LivenessResult } | { refused: PlainError }

/**
 * The work of a worker thread for one film. The selfie comes first: a picture that is no good is told as such, before the
 * seconds that a film takes. Frames are decoded one at a time, and all files are blank when it is done.
 */
export async function checkFilm(matcher: FaceMatcher, film: FilmOfFiles): Promise<LivenessAnswer> {
  try {
    const selfie = await decodeImage(film.selfie)
    const embedding = await matcher.embed(selfie)
    const frames = film.frames.map(({ at, receivedAt, file }) => ({ at, receivedAt, decode: () => decodeFrame(file) }))
    const result = await checkLiveness(
      {
        matcher: { inspect: matcher.inspect, describe: matcher.describe, embed: async () => embedding },
        randomBytes,
        policy: { ...defaultLivenessPolicy, ...film.policy },
      },
      { challenge: film.challenge, nonce: film.nonce, frames, selfie },
    )
    return { result }
  } catch (error) {
    if (error instanceof FaceMatchError) return { refused: toPlainError(error) }
    throw error
  } finally {
    for (const file of [film.selfie, ...film.frames.map((frame) => frame.file)]) file.fill(0)
  }
}

/** Copies for a worker, and what they lie in: handed over, so that nothing of them stays on this side. */
export function handOver(film: FilmOfFiles): { job: FilmOfFiles; transfer: ArrayBuffer[] } {
  const selfie = new Uint8Array(film.selfie)
  const frames = film.frames.map((frame) => ({ ...frame, file: new Uint8Array(frame.file) }))
  return { job: { ...film, selfie, frames }, transfer: [selfie, ...frames.map(({ file }) => file)].map(bufferOf) }
}

function bufferOf({ buffer }: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return buffer
}

async function decodeFrame(file: Uint8Array) {
  try {
    return await decodeImage(file)
  } catch (error) {
    if (error instanceof FaceMatchError) return undefined
    throw error
  }
}
