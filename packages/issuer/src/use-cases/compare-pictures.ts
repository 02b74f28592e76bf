import type { AgencyKey, FaceComparison, FaceVerificationDependencies } from '../face-ports.ts'
import { checkPrescribedPicture } from './check-prescribed-picture.ts'

export type ComparePicturesInput = {
  readonly first: Uint8Array
  readonly second: Uint8Array
  readonly agencyKey: AgencyKey
  readonly purpose: string
  readonly consentReference: string
}

type Dependencies = Pick<FaceVerificationDependencies, 'compareFaces' | 'audit' | 'now'>

/**
 * Compares two pictures that an agency sent. Neither is kept; that it was asked, by whom and what for, is in the audit log.
 *
 * @throws IssuerError `picture_unusable`, `face_matcher_busy`
 */
export async function comparePictures(
  input: ComparePicturesInput,
  dependencies: Dependencies,
): Promise<FaceComparison> {
  const { first, second, agencyKey, purpose, consentReference } = input
  checkPrescribedPicture(first, 'first')
  checkPrescribedPicture(second, 'second')
  const comparison = await dependencies.compareFaces(first, second)
  const { decision, operatingPoint, profile } = comparison
  const detail = { purpose, consent: consentReference, decision, operating_point: operatingPoint, profile }
  const entry = { actor: `agency:${agencyKey.id}`, action: 'pictures_compared', detail }
  await dependencies.audit.append(entry, dependencies.now())
  return comparison
}
