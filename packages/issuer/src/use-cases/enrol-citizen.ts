import type { CitizenNumber } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { FaceComparison } from '../face-ports.ts'
import type { EnrolmentEvidence, IssuerDependencies } from '../ports.ts'
import type { PersonRecord } from '../registry/person-record.ts'
import { isFaultOfFirst, portraitUnusable } from './compare-with-portrait.ts'
import { type CreatedOffer, createOffer } from './create-offer.ts'

export type EnrolCitizenInput = {
  readonly citizenNumber: CitizenNumber
  /** As on the card, Buddhist era `YYYYMMDD` with `00` for what is unknown. */
  readonly birthDate: string
  readonly laserCode: string
  readonly selfie: Uint8Array
  /** Network address of the caller, for counting tries. */
  readonly address: string
  readonly configurationIds: readonly string[]
}

const BY_PERSON = { freeTries: 3, firstLockSeconds: 60 }
const BY_ADDRESS = { freeTries: 10, firstLockSeconds: 60 }

/**
 * Enrols a citizen: what they know, what they have, and their face against the register's portrait. The picture is in
 * memory for this call only. Every refusal is the same, so that nobody can find out factor by factor what is right; what
 * was wrong is in the evidence.
 *
 * @returns an offer for their wallet
 * @throws IssuerError `enrolment_locked`, `enrolment_refused`, `picture_unusable`, `citizen_not_eligible`
 */
export async function enrolCitizen(input: EnrolCitizenInput, dependencies: IssuerDependencies): Promise<CreatedOffer> {
  const { register, secrets, now, attempts } = dependencies
  const subjectHash = secrets.subjectHash(input.citizenNumber)
  const keys = { person: `person:${subjectHash}`, address: `address:${secrets.tokenHash(input.address)}` }
  await takeTry(keys, dependencies)
  const person = await register.findByCitizenNumber(input.citizenNumber)
  const comparison = await compareOrGiveBack(person, input.selfie, keys, dependencies)
  const refusal = reasonToRefuse(person, input, comparison, dependencies)
  await dependencies.enrolments.add(evidenceOf(person && subjectHash, refusal, comparison), now())
  if (refusal !== undefined) throw refused()
  await attempts.clear(keys.person)
  await attempts.giveBack(keys.address)
  const { configurationIds } = input
  await register.remember(input.citizenNumber)
  return createOffer(
    { subjectHash, configurationIds, withTxCode: true, actor: 'enrolment', reason: 'enrolment' },
    dependencies,
  )
}

type AttemptKeys = { readonly person: string; readonly address: string }

/** Taken before anything is looked at, so that a thousand tries at once are counted as a thousand. */
async function takeTry(keys: AttemptKeys, { attempts, now }: IssuerDependencies): Promise<void> {
  const byAddress = await attempts.take(keys.address, now(), BY_ADDRESS)
  const retryAfterSeconds = Math.max(byAddress, await attempts.take(keys.person, now(), BY_PERSON))
  if (retryAfterSeconds === 0) return
  const message = `There were too many tries. Try again in ${retryAfterSeconds} seconds, or go to a registration office.`
  throw new IssuerError('enrolment_locked', message, { retryAfterSeconds })
}

/**
 * Somebody unknown is compared with their own picture: the same work in the same time, and never an approval. A picture
 * that cannot be used tells nothing about the factors, so it costs no try. A fault of the register's portrait is ours: the
 * operator is told, and the citizen is refused like everybody else.
 *
 * @returns nothing when the portrait cannot be used
 */
async function compareOrGiveBack(
  person: PersonRecord | undefined,
  selfie: Uint8Array,
  keys: AttemptKeys,
  { compareFaces, attempts, report, faceMetrics }: IssuerDependencies,
): Promise<FaceComparison | undefined> {
  try {
    return await compareFaces(person?.portrait ?? selfie, selfie)
  } catch (error) {
    if (isFaultOfFirst(error) && person?.portrait != null) {
      const { reason } = error.details
      faceMetrics.portraitFault(reason)
      report(portraitUnusable(reason, error))
      return undefined
    }
    await attempts.giveBack(keys.person)
    await attempts.giveBack(keys.address)
    throw error
  }
}

/** The reason for the evidence, never for the caller. All factors are looked at, whichever is wrong. */
function reasonToRefuse(
  person: PersonRecord | undefined,
  { birthDate, laserCode }: EnrolCitizenInput,
  comparison: FaceComparison | undefined,
  { secrets }: IssuerDependencies,
): string | undefined {
  const birthDateRight = secrets.equal(person?.birth_date ?? '', birthDate)
  const laserCodeRight = secrets.equal(normalize(person?.laser_code ?? ''), normalize(laserCode))
  if (person === undefined) return 'citizen_unknown'
  if (person.portrait === null) return 'portrait_missing'
  if (!birthDateRight || person.laser_code === null || !laserCodeRight) return 'factor_wrong'
  if (comparison === undefined) return 'portrait_unusable'
  if (comparison.decision === 'review') return 'face_review'
  return comparison.decision === 'match' ? undefined : 'face_no_match'
}

/** Laser codes are typed with and without dashes. */
function normalize(laserCode: string): string {
  return laserCode.replace(/[\s-]/g, '').toUpperCase()
}

function evidenceOf(
  subjectHash: string | undefined,
  refusal: string | undefined,
  comparison: FaceComparison | undefined,
): EnrolmentEvidence {
  const outcome = refusal === undefined ? 'approved' : refusal === 'face_review' ? 'review' : 'refused'
  return {
    subjectHash,
    outcome,
    code: refusal,
    percent: comparison?.percent,
    operatingPoint: comparison?.operatingPoint,
    modelHash: comparison?.modelHash,
  }
}

function refused(): IssuerError<'enrolment_refused'> {
  const message =
    'The enrolment was refused. Check the number, the date of birth and the laser code, take the picture again in good light, or go to a registration office.'
  return new IssuerError('enrolment_refused', message, {})
}
