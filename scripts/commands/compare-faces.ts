import { type AnyFaceMatchError, FaceMatchError, type FaceMatchErrorCode, type FaceMatcher } from '@bai/face-match'
import { decodeImage, openFaceMatcher } from '@bai/face-match/node'
import { type CompareFaces, IssuerError } from '@bai/issuer'

/** The issuer's port for comparing faces, over the face matcher. Opened at the first comparison, which takes a second longer. */
export function createCompareFaces(): CompareFaces {
  let opening: Promise<FaceMatcher> | undefined
  return async (first, second) => {
    opening ??= openFaceMatcher()
    const matcher = await opening
    // The second, which somebody sent, comes first: what is wrong with it is told whatever the first is.
    const sent = await describe(matcher, second, 'second')
    const kept = await describe(matcher, first, 'first')
    const { decision, percent, operatingPoint, profile, modelHash } = matcher.compare(kept, sent)
    return { decision, percent, operatingPoint: operatingPoint.id, profile, modelHash }
  }
}

/** What is no fault of a picture, and so nobody's to mend but ours. */
const FAULTS_OF_OURS: ReadonlySet<FaceMatchErrorCode> = new Set([
  'model_damaged',
  'profile_malformed',
  'cohort_malformed',
  'embedding_invalid',
  'matcher_interrupted',
])

async function describe(matcher: FaceMatcher, file: Uint8Array, picture: 'first' | 'second') {
  try {
    return await matcher.embed(await decodeImage(file))
  } catch (error) {
    throw error instanceof FaceMatchError ? translate(error, picture) : error
  }
}

function translate(cause: FaceMatchError, picture: 'first' | 'second'): Error {
  const known = cause as AnyFaceMatchError
  if (known.code === 'matcher_busy') {
    const { retryAfterSeconds } = known.details
    const message = `Too many comparisons are under way; try again in ${retryAfterSeconds} seconds.`
    return new IssuerError('face_matcher_busy', message, { retryAfterSeconds }, { cause })
  }
  if (FAULTS_OF_OURS.has(known.code)) return cause
  const message = `The picture cannot be used: ${cause.message}.`
  return new IssuerError('picture_unusable', message, { picture, reason: cause.code }, { cause })
}
