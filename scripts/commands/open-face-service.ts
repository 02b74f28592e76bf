import { randomBytes } from 'node:crypto'
import {
  createChallenge,
  FaceMatchError,
  type FaceMatchErrorCode,
  LIVENESS_CODES,
  type LivenessChallenge,
  type LivenessResult,
} from '@bai/face-match'
import { type DescribedPicture, type FacePool, type FacePoolOptions, openFacePool } from '@bai/face-match/node'
import { type CompareFaces, IssuerError, type Liveness, type LivenessFilm, type LivenessOutcome } from '@bai/issuer'
import { isPictureFault } from './matcher-faults.ts'

/** The issuer's ports for comparing faces and checking films, over one pool of workers that somebody has to close. */
export type FaceService = AsyncDisposable & {
  readonly compareFaces: CompareFaces
  readonly liveness: Liveness
  /** Starts the workers now, so that the first comparison does not wait a second for them. */
  warmUp(): Promise<void>
}

/**
 * A picture that somebody sends must be good enough for a decision. A portrait that is kept may be old and imperfect, and
 * is refused only where it is unclear whose it is, or too little of the face is there to compare.
 */
const FATAL_TO_A_PORTRAIT: ReadonlySet<FaceMatchErrorCode> = new Set([
  'several_faces',
  'face_too_small',
  'face_unclear',
])

/** A film comes whole, so each frame is as late as the last: how late that may be is what the challenge's end says. */
const FILM_POLICY = { maxDelay: Number.POSITIVE_INFINITY }

/** Makes the ports. The workers are started at the first comparison, or by `warmUp`. */
export function openFaceService(options: FacePoolOptions = {}): FaceService {
  let opening: Promise<FacePool> | undefined
  const open = () => {
    opening ??= openFacePool(options)
    return opening
  }
  return {
    warmUp: async () => {
      await open()
    },
    async compareFaces(first, second) {
      const pool = await open()
      const [kept, sent] = await Promise.allSettled([describePortrait(pool, first), pool.describe(second)])
      // The second, which somebody sent, comes first: what is wrong with it is told whatever the first is.
      if (sent.status === 'rejected') throw translate(sent.reason, 'second')
      if (kept.status === 'rejected') throw translate(kept.reason, 'first')
      const match = pool.compare(kept.value.embedding, sent.value.embedding)
      const { decision, percent, operatingPoint, profile, modelHash } = match
      return { decision, percent, operatingPoint: operatingPoint.id, profile, modelHash }
    },
    liveness: {
      createChallenge: (now) => createChallenge(randomBytes, now.getTime()),
      check: async (film) => checkFilm(await open(), film),
    },
    async [Symbol.asyncDispose]() {
      const pool = await opening?.catch(() => undefined)
      await pool?.[Symbol.asyncDispose]()
    },
  }
}

async function checkFilm(pool: FacePool, film: LivenessFilm): Promise<LivenessOutcome> {
  const receivedAt = film.receivedAt.getTime()
  try {
    return toOutcome(
      await pool.liveness({
        // Made by `createChallenge`, and stored since.
        challenge: film.challenge as LivenessChallenge,
        nonce: film.nonce,
        frames: film.frames.map(({ at, image }) => ({ at, receivedAt, file: image })),
        selfie: film.selfie,
        policy: FILM_POLICY,
      }),
    )
  } catch (error) {
    throw translate(error, 'second')
  }
}

function toOutcome({ outcome, code, checks, advisory }: LivenessResult): LivenessOutcome {
  return { outcome, code, advice: code && LIVENESS_CODES[code].message.en, checks, advisory }
}

async function describePortrait(pool: FacePool, file: Uint8Array): Promise<DescribedPicture> {
  const described = await pool.describe(file, { strict: false })
  const fatal = described.problems.find(({ code }) => FATAL_TO_A_PORTRAIT.has(code))
  if (fatal !== undefined) throw fatal
  return described
}

function translate(cause: unknown, picture: 'first' | 'second'): unknown {
  if (isBusy(cause)) {
    const { retryAfterSeconds } = cause.details
    const message = `Too many comparisons are under way; try again in ${retryAfterSeconds} seconds.`
    return new IssuerError('face_matcher_busy', message, { retryAfterSeconds }, { cause })
  }
  if (!isPictureFault(cause)) return cause
  const message = `The picture cannot be used: ${cause.message}.`
  return new IssuerError('picture_unusable', message, { picture, reason: cause.code }, { cause })
}

function isBusy(error: unknown): error is FaceMatchError<'matcher_busy'> {
  return error instanceof FaceMatchError && error.code === 'matcher_busy'
}
