import { FaceMatchError, type FaceMatcher } from '@bai/face-match'
import { decodeImage, openFaceMatcher } from '@bai/face-match/node'
import { type CompareFaces, IssuerError } from '@bai/issuer'

/** The issuer's port for comparing faces, over the face matcher. Opened at the first comparison, which takes a second longer. */
export function createCompareFaces(): CompareFaces {
  let opening: Promise<FaceMatcher> | undefined
  return async (portrait, selfie) => {
    opening ??= openFaceMatcher()
    const matcher = await opening
    const second = await describe(matcher, selfie)
    const { decision, percent, operatingPoint, modelHash } = matcher.compare(
      await matcher.embed(await decodeImage(portrait)),
      second,
    )
    return { decision, percent, operatingPoint: operatingPoint.id, modelHash }
  }
}

/** What is wrong with the citizen's picture is told to the citizen; a fault of the register's portrait is ours. */
async function describe(matcher: FaceMatcher, selfie: Uint8Array) {
  try {
    return await matcher.embed(await decodeImage(selfie))
  } catch (cause) {
    if (!(cause instanceof FaceMatchError)) throw cause
    throw new IssuerError(
      'picture_unusable',
      `The picture cannot be used: ${cause.message}.`,
      { reason: cause.code },
      { cause },
    )
  }
}
