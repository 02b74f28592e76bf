import type { CitizenNumber } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { AgencyKey, FaceComparison, FaceVerificationDependencies } from '../face-ports.ts'
import { checkPrescribedPicture } from './check-prescribed-picture.ts'
import { compareWithPortrait, type PortraitComparison, portraitUnusable } from './compare-with-portrait.ts'

export type VerifyFaceInput = {
  readonly citizenNumber: CitizenNumber
  readonly image: Uint8Array
  readonly agencyKey: AgencyKey
  readonly purpose: string
  readonly consentReference: string
}

const HOUR = 3600

/**
 * Verifies a face against the register's portrait, for an agency. Without the scope `register:existence`, all that is not
 * a match is one answer: the register tells nothing of people whose face one does not have. The picture is not kept.
 *
 * @throws IssuerError `picture_unusable`, `citizen_rate_limited`, `face_matcher_busy`; with the scope also
 * `citizen_unknown`, `citizen_not_eligible`, `portrait_missing`, `portrait_unusable`
 */
export async function verifyFace(
  input: VerifyFaceInput,
  dependencies: FaceVerificationDependencies,
): Promise<FaceComparison> {
  const { citizenNumber, image, agencyKey, purpose, consentReference: consent } = input
  const { secrets, audit, now } = dependencies
  checkPrescribedPicture(image, 'second')
  const subjectHash = secrets.subjectHash(citizenNumber)
  const actor = `agency:${agencyKey.id}`
  const counts = [`citizen:${agencyKey.id}:${subjectHash}`, `citizen:${subjectHash}`] as const
  const retryAfterSeconds = await takeTry(counts, dependencies)
  if (retryAfterSeconds > 0) {
    const detail = { purpose, consent, code: 'citizen_rate_limited' }
    await audit.append({ actor, action: 'face_verification_refused', subjectHash, detail }, now())
    throw new IssuerError('citizen_rate_limited', 'This number was verified too often; try again later.', {
      retryAfterSeconds,
    })
  }
  const { outcome, comparison } = await compareOrGiveBack(citizenNumber, image, counts, dependencies)
  const { operatingPoint, profile } = comparison
  const detail = { purpose, consent, outcome, operating_point: operatingPoint, profile }
  await audit.append({ actor, action: 'face_verified', subjectHash, detail }, now())
  if (agencyKey.scopes.includes('register:existence')) return tellAll({ outcome, comparison })
  return outcome === 'match' ? comparison : { ...comparison, decision: 'no_match', percent: 0 }
}

type CountNames = readonly [byAgency: string, byAll: string]

/** Counted before anything is looked up, and so for numbers that nobody has as well. @returns 0, or seconds to wait */
async function takeTry(
  [byAgency, byAll]: CountNames,
  { requestCounts, now, configuration }: FaceVerificationDependencies,
): Promise<number> {
  const { faceTriesPerHour, faceTriesPerHourAndAgency } = configuration
  const own = await requestCounts.take(byAgency, now(), { limit: faceTriesPerHourAndAgency, windowSeconds: HOUR })
  if (own > 0) return own
  return requestCounts.take(byAll, now(), { limit: faceTriesPerHour, windowSeconds: HOUR })
}

/** What came to no comparison tells nothing of the person, so it counts as no try. */
async function compareOrGiveBack(
  citizenNumber: CitizenNumber,
  image: Uint8Array,
  counts: CountNames,
  dependencies: FaceVerificationDependencies,
): Promise<PortraitComparison> {
  try {
    return await compareWithPortrait(citizenNumber, image, dependencies)
  } catch (error) {
    for (const name of counts) await dependencies.requestCounts.giveBack(name, dependencies.now())
    throw error
  }
}

/** For those who may know who is in the register. */
function tellAll({ outcome, comparison }: PortraitComparison): FaceComparison {
  switch (outcome) {
    case 'citizen_unknown':
      throw new IssuerError('citizen_unknown', 'The register has nobody with this number.', {})
    case 'citizen_not_eligible':
      throw new IssuerError('citizen_not_eligible', 'This person has a status that is not verified.', {
        type: 'face-verification',
        reason: 'status',
      })
    case 'portrait_missing':
      throw new IssuerError('portrait_missing', 'The register has no portrait of this person.', {})
    case 'portrait_unusable':
      throw portraitUnusable('portrait')
    default:
      return comparison
  }
}
