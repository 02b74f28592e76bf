import type { CitizenNumber } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { FaceComparison, FaceVerificationDependencies, PortraitLookup } from '../face-ports.ts'

type Dependencies = Pick<FaceVerificationDependencies, 'portraits' | 'compareFaces' | 'faceMetrics' | 'report'>

/** What came out, and a comparison in any case: only its operating point and profile mean something without a portrait. */
export type PortraitComparison = {
  readonly outcome: FaceComparison['decision'] | Exclude<PortraitLookup['state'], 'found'> | 'portrait_unusable'
  readonly comparison: FaceComparison
}

/**
 * Compares a picture with the register's portrait. Where there is none, it is compared with somebody else's and the result
 * thrown away, and somebody else's is loaded in any case: the same work whether the number exists or not.
 *
 * @throws IssuerError `picture_unusable`, only for the picture that was sent; `face_matcher_busy`
 */
export async function compareWithPortrait(
  citizenNumber: CitizenNumber,
  image: Uint8Array,
  dependencies: Dependencies,
): Promise<PortraitComparison> {
  const { portraits, compareFaces, faceMetrics, report } = dependencies
  const lookup = await portraits.findPortrait(citizenNumber)
  const decoy = (await portraits.decoyPortrait(citizenNumber)) ?? image
  if (lookup.state !== 'found') {
    return { outcome: lookup.state, comparison: await compareFaces(decoy, image).catch(withItself) }
  }
  try {
    const comparison = await compareFaces(lookup.portrait, image)
    return { outcome: comparison.decision, comparison }
  } catch (error) {
    if (!isFaultOfFirst(error)) throw error
    const { reason } = error.details
    faceMetrics.portraitFault(reason)
    report(portraitUnusable(reason, error))
    return { outcome: 'portrait_unusable', comparison: await compareFaces(image, image) }
  }

  /** The decoy may be the portrait that cannot be used; the picture that was sent has passed by then. */
  function withItself(error: unknown): Promise<FaceComparison> {
    if (!isFaultOfFirst(error)) throw error
    faceMetrics.portraitFault(error.details.reason)
    return compareFaces(image, image)
  }
}

export function isFaultOfFirst(error: unknown): error is IssuerError<'picture_unusable'> {
  if (!(error instanceof IssuerError) || error.code !== 'picture_unusable') return false
  return (error as IssuerError<'picture_unusable'>).details.picture === 'first'
}

/** A fault of the register, which is the operator's to mend; whose portrait it is stands in the log of the request. */
export function portraitUnusable(reason: string, cause?: unknown): IssuerError<'portrait_unusable'> {
  const message = "The register's portrait of this person cannot be used; the register must be corrected."
  return new IssuerError('portrait_unusable', message, { reason }, { cause })
}
