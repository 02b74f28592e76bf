import { credentialTypes, type JsonObject, jwkThumbprint } from '@bai/credential'
import { buildClaims, claimsContext } from '../claims/build-claims.ts'
import { loadCitizen } from '../claims/load-citizen.ts'
import { IssuerError } from '../errors.ts'
import type { AccessGrant, IssuanceRecord, IssuerDependencies } from '../ports.ts'
import { statusListUri } from './sign-status-list.ts'
import { type ProvenKey, verifyProof } from './verify-proof.ts'

export type IssueCredentialsInput = {
  readonly accessToken: string
  readonly configurationId: string
  /** Key proofs, one for each copy. */
  readonly proofs: readonly string[]
}

const DAY_SECONDS = 86_400

/**
 * Issues a credential to each proven key (OpenID4VCI 1.0, section 8). What is recorded is that it was issued, never what
 * it says; and it is recorded before a credential leaves, so that each one that is out there can be revoked.
 *
 * @returns the credentials, in the order of the proofs
 * @throws IssuerError `access_token_invalid`, `credential_configuration_unknown`, `credential_configuration_not_granted`,
 *   `proof_invalid`, `nonce_invalid`, `credential_limit_reached`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function issueCredentials(
  input: IssueCredentialsInput,
  dependencies: IssuerDependencies,
): Promise<readonly string[]> {
  const grant = await authorize(input, dependencies)
  const keys = await proveKeys(input.proofs, dependencies)
  const readClaims = async () =>
    buildClaims(
      input.configurationId,
      await loadCitizen(grant.subjectHash, dependencies.register),
      claimsContext(dependencies),
    )
  // Once before, so that whoever is refused leaves no record; and once after, for a change of the register in between found
  // nothing to revoke yet.
  await readClaims()
  const records = await recordIssuance(input.configurationId, grant, keys, dependencies)
  const claims = await readClaims()
  return Promise.all(
    keys.map((key, i) => {
      const technical = technicalClaims(input.configurationId, key, records[i]!, dependencies)
      return dependencies.credentialSigner.issue({
        configurationId: input.configurationId,
        claims: { ...technical, ...claims },
      })
    }),
  )
}

async function authorize(
  { accessToken, configurationId }: IssueCredentialsInput,
  dependencies: IssuerDependencies,
): Promise<AccessGrant> {
  const { accessTokens, secrets, now } = dependencies
  const grant = await accessTokens.find(secrets.tokenHash(accessToken), now())
  if (grant === undefined)
    throw new IssuerError('access_token_invalid', 'The access token is unknown or has expired.', {})
  if (!credentialTypes.some(({ id }) => id === configurationId)) {
    throw new IssuerError('credential_configuration_unknown', 'This issuer has no such credential configuration.', {})
  }
  if (!grant.configurationIds.includes(configurationId)) {
    throw new IssuerError(
      'credential_configuration_not_granted',
      'The offer does not cover this credential configuration.',
      {},
    )
  }
  return grant
}

/** Each key once, all under one nonce, which is used up last: a proof that is bad for another reason costs no nonce. */
async function proveKeys(proofs: readonly string[], dependencies: IssuerDependencies): Promise<readonly ProvenKey[]> {
  const { nonces, secrets, now, platform } = dependencies
  const keys: ProvenKey[] = []
  for (const proof of proofs) keys.push(await verifyProof(proof, dependencies))
  if (new Set(keys.map(({ publicJwk }) => jwkThumbprint(publicJwk, platform.digest))).size !== keys.length) {
    throw new IssuerError('proof_invalid', 'Two proofs prove the same key; each copy needs its own.', { reason: 'key' })
  }
  const [nonce, ...others] = new Set(keys.map((key) => key.nonce))
  if (nonce === undefined || others.length > 0) {
    throw new IssuerError('proof_invalid', 'The proofs of one request carry one and the same nonce.', {
      reason: 'nonce',
    })
  }
  if (!(await nonces.consume(secrets.tokenHash(nonce), now()))) {
    throw new IssuerError('nonce_invalid', 'The nonce is unknown, used or expired; fetch a new one and try again.', {})
  }
  return keys
}

async function recordIssuance(
  configurationId: string,
  { offerId, subjectHash }: AccessGrant,
  keys: readonly ProvenKey[],
  { issuances, configuration, platform, now }: IssuerDependencies,
): Promise<readonly IssuanceRecord[]> {
  const issuedAt = now()
  const records = await issuances.record({
    offerId,
    subjectHash,
    configurationId,
    keyThumbprints: keys.map(({ publicJwk }) => jwkThumbprint(publicJwk, platform.digest)),
    issuedAt,
    validUntil: new Date(expirySeconds(issuedAt, configuration.credentialLifetimeDays) * 1000),
    maxCopies: configuration.maxCopies,
  })
  if (records !== undefined) return records
  const limit = configuration.maxCopies
  throw new IssuerError('credential_limit_reached', `One offer gives at most ${limit} copies; ask for a new offer.`, {
    limit,
  })
}

/** Timestamps are rounded down to the day, so that copies cannot be told apart or put together by them (RFC 9901, section 10.1). */
function technicalClaims(
  configurationId: string,
  { confirmation }: ProvenKey,
  { statusListId, statusIndex }: IssuanceRecord,
  { configuration, credentialSigner, now }: IssuerDependencies,
): JsonObject {
  const type = credentialTypes.find(({ id }) => id === configurationId)!
  return {
    iss: credentialSigner.did,
    vct: type.vct,
    iat: dayOf(now()),
    exp: expirySeconds(now(), configuration.credentialLifetimeDays),
    cnf: confirmation,
    status: { status_list: { uri: statusListUri(statusListId, configuration), idx: statusIndex } },
  }
}

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS
}

function expirySeconds(now: Date, lifetimeDays: number): number {
  return dayOf(now) + lifetimeDays * DAY_SECONDS
}
