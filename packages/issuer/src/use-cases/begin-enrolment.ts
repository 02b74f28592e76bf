import { type CitizenNumber, encodeBase64url } from '@bai/credential'
import type { EnrolmentConsent, EnrolmentPurpose } from '../enrolment-ports.ts'
import type { LivenessChallenge } from '../face-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import { checkConfigurationIds } from './check-eligible.ts'
import { checkConsent } from './enrolment-consent.ts'
import { type EnrolmentFactors, factorsHash } from './enrolment-factors.ts'
import { takeTry } from './enrolment-tries.ts'

export type BeginEnrolmentInput = EnrolmentFactors & {
  readonly purpose: EnrolmentPurpose
  readonly citizenNumber: CitizenNumber
  readonly consent: (EnrolmentConsent & { readonly given: boolean }) | undefined
  readonly configurationIds: readonly string[]
  /** Network address of the caller, for counting tries. */
  readonly address: string
}

export type BegunEnrolment = {
  readonly id: string
  /** Whoever has it may send the pictures; kept as a hash. */
  readonly secret: string
  readonly challenge: LivenessChallenge
  readonly consent: EnrolmentConsent
  readonly createdAt: Date
  readonly expiresAt: Date
}

const SECRET_BYTES = 32

/**
 * Begins an enrolment: consent, factors, and what to do before the camera. Nothing is looked up, so the answer and the work
 * are the same whoever exists and whatever is right.
 *
 * @throws IssuerError `consent_missing`, `consent_outdated`, `credential_configuration_unknown`, `enrolment_locked`
 */
export async function beginEnrolment(
  input: BeginEnrolmentInput,
  dependencies: IssuerDependencies,
): Promise<BegunEnrolment> {
  const { configuration, register, secrets, randomBytes, now, liveness, enrolmentSessions } = dependencies
  const consent = checkConsent(input.consent, dependencies)
  checkConfigurationIds(input.configurationIds, dependencies)
  const subjectHash = secrets.subjectHash(input.citizenNumber)
  await takeTry('begin', { subjectHash, address: input.address }, dependencies)
  // Whoever is looked up when the pictures come has to be known by number where the register knows nobody else.
  await register.remember(input.citizenNumber)
  const secret = encodeBase64url(randomBytes(SECRET_BYTES))
  const createdAt = now()
  const expiresAt = new Date(createdAt.getTime() + configuration.enrolmentLifetimeSeconds * 1000)
  const challenge = liveness.createChallenge(createdAt)
  const session = {
    purpose: input.purpose,
    subjectHash,
    factorsHash: factorsHash(subjectHash, input, secrets),
    withLaserCode: input.laserCode !== undefined,
    configurationIds: input.configurationIds,
    consent,
    createdAt,
    expiresAt,
  }
  const id = await enrolmentSessions.add(session, secrets.tokenHash(secret), challenge)
  return { id, secret, challenge, consent, createdAt, expiresAt }
}
