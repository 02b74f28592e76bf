import { encodeBase64url } from '@bai/credential'
import type { Access, BoundKey } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { makeCredentials } from './make-credentials.ts'
import { type Proofs, proveKeys } from './prove-keys.ts'

export type IssueCredentialsInput = {
  readonly access: Access
  /** One of the two names what is wanted (OpenID4VCI 1.0, section 8.2). */
  readonly wanted: { readonly configurationId: string } | { readonly identifier: string }
  readonly proofs: Proofs
}

/** What the credential endpoint answers (section 8.3). */
export type IssuedCredentials =
  | { readonly credentials: readonly string[]; readonly notificationId: string }
  | { readonly transactionId: string; readonly intervalSeconds: number }

const IDENTIFIER_BYTES = 24
const DAY_MILLISECONDS = 86_400_000

/**
 * Issues a credential to each proven key (OpenID4VCI 1.0, section 8), or, while a registrar has still to decide on the
 * enrolment, a transaction by which the wallet asks again (section 9). What was refused is never issued.
 *
 * @returns the credentials, in the order of the keys
 * @throws IssuerError `credential_configuration_unknown`, `credential_identifier_unknown`,
 *   `credential_configuration_not_granted`, `proof_invalid`, `nonce_invalid`, `enrolment_not_approved`,
 *   `credential_limit_reached`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function issueCredentials(
  { access, wanted, proofs }: IssueCredentialsInput,
  dependencies: IssuerDependencies,
): Promise<IssuedCredentials> {
  const configurationId = checkWanted(wanted, access, dependencies)
  const keys = await proveKeys(proofs, dependencies)
  const { grant, tokenHash } = access
  if (await isUnderReview(grant.enrolmentId, dependencies))
    return defer({ grantId: grant.id, configurationId, keys }, dependencies)
  const credentials = await makeCredentials({ grant, accessTokenHash: tokenHash, configurationId, keys }, dependencies)
  return { credentials, notificationId: await announce(grant.id, configurationId, dependencies) }
}

/** Identifiers of credentials are the ids of their configurations: there is one dataset of each. */
function checkWanted(
  wanted: IssueCredentialsInput['wanted'],
  access: Access,
  { catalogue }: IssuerDependencies,
): string {
  if ('identifier' in wanted) {
    if (access.byIdentifier && access.configurationIds.includes(wanted.identifier)) return wanted.identifier
    const message = 'The token endpoint gave no such credential identifier.'
    throw new IssuerError('credential_identifier_unknown', message, {})
  }
  const { configurationId } = wanted
  if (!catalogue.has(configurationId)) {
    throw new IssuerError('credential_configuration_unknown', 'This issuer has no such credential configuration.', {})
  }
  if (access.configurationIds.includes(configurationId)) return configurationId
  const message = 'The access token does not cover this credential configuration.'
  throw new IssuerError('credential_configuration_not_granted', message, {})
}

/** @throws IssuerError `enrolment_not_approved` for one that was refused in the end */
export async function isUnderReview(
  enrolmentId: string | undefined,
  { enrolments }: Pick<IssuerDependencies, 'enrolments'>,
): Promise<boolean> {
  if (enrolmentId === undefined) return false
  const outcome = await enrolments.outcomeOf(enrolmentId)
  if (outcome === 'review') return true
  if (outcome === 'approved') return false
  const message = 'The enrolment was not approved; enrol again, or go to a registration office.'
  throw new IssuerError('enrolment_not_approved', message, {})
}

async function defer(
  deferred: { readonly grantId: string; readonly configurationId: string; readonly keys: readonly BoundKey[] },
  { deferredIssuances, configuration, secrets, randomBytes, now }: IssuerDependencies,
): Promise<IssuedCredentials> {
  const transactionId = encodeBase64url(randomBytes(IDENTIFIER_BYTES))
  const expiresAt = new Date(now().getTime() + configuration.deferralLifetimeDays * DAY_MILLISECONDS)
  await deferredIssuances.add(secrets.tokenHash(transactionId), deferred, { now: now(), expiresAt })
  return { transactionId, intervalSeconds: configuration.deferralIntervalSeconds }
}

/** An identifier by which the wallet says what became of the credentials (section 11). */
export async function announce(
  grantId: string,
  configurationId: string,
  { notifications, secrets, randomBytes, now }: IssuerDependencies,
): Promise<string> {
  const notificationId = encodeBase64url(randomBytes(IDENTIFIER_BYTES))
  await notifications.add(secrets.tokenHash(notificationId), { grantId, configurationId }, now())
  return notificationId
}
