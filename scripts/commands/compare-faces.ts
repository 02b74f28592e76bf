import { FaceMatchError, type FaceMatchErrorCode } from '@bai/face-match'
import { type DescribedPicture, type FacePool, type FacePoolOptions, openFacePool } from '@bai/face-match/node'
import { type CompareFaces, IssuerError } from '@bai/issuer'
import { isPictureFault } from './matcher-faults.ts'

/** The issuer's port for comparing faces, over a pool of workers that somebody has to close. */
export type OpenedCompareFaces = AsyncDisposable & {
  readonly compareFaces: CompareFaces
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

/** Makes the port. The workers are started at the first comparison, or by `warmUp`. */
export function openCompareFaces(options: FacePoolOptions = {}): OpenedCompareFaces {
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
    async [Symbol.asyncDispose]() {
      const pool = await opening?.catch(() => undefined)
      await pool?.[Symbol.asyncDispose]()
    },
  }
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
