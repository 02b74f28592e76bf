import { FaceMatchError, type FaceMatcher } from '@bai/face-match'
import { decodeImage, openFaceMatcher } from '@bai/face-match/node'
import { type CompareFaces, IssuerError } from '@bai/issuer'

/** Seconds. A comparison takes some tenths, so that by then others have ended. */
const BUSY_RETRY_SECONDS = 2

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

async function describe(matcher: FaceMatcher, file: Uint8Array, picture: 'first' | 'second') {
  try {
    return await matcher.embed(await decodeImage(file))
  } catch (cause) {
    if (!(cause instanceof FaceMatchError)) throw cause
    if (String(cause.code) === 'matcher_busy') {
      const message = `Too many comparisons are under way; try again in ${BUSY_RETRY_SECONDS} seconds.`
      throw new IssuerError('face_matcher_busy', message, { retryAfterSeconds: BUSY_RETRY_SECONDS }, { cause })
    }
    const message = `The picture cannot be used: ${cause.message}.`
    throw new IssuerError('picture_unusable', message, { picture, reason: cause.code }, { cause })
  }
}
