import { type JsonObject, jwkThumbprint } from '@bai/credential'
import type { BoundKey, WalletGrant } from '../authorization-ports.ts'
import { buildClaims, claimsContext } from '../claims/build-claims.ts'
import { loadCitizen } from '../claims/load-citizen.ts'
import { type Envelope, shapeCredential } from '../claims/shape-credential.ts'
import { IssuerError } from '../errors.ts'
import type { IssuanceRecord, IssuerDependencies } from '../ports.ts'
import { statusListUri } from './sign-status-list.ts'

export type MakeCredentialsInput = {
  readonly grant: WalletGrant
  readonly accessTokenHash: string
  readonly configurationId: string
  readonly keys: readonly BoundKey[]
}

const DAY_SECONDS = 86_400

/**
 * Makes a credential for each key from what the register says now. What is recorded is that it was issued, never what it
 * says; and it is recorded before a credential leaves, so that each one that is out there can be revoked.
 *
 * @throws IssuerError `credential_limit_reached`, `access_token_invalid`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function makeCredentials(
  input: MakeCredentialsInput,
  dependencies: IssuerDependencies,
): Promise<readonly string[]> {
  const { configurationId, grant, keys } = input
  const configuration = dependencies.catalogue.get(configurationId)!
  const readClaims = async () => {
    const citizen = await loadCitizen(grant.subjectHash, dependencies.register)
    return buildClaims(configuration.type.id, citizen, claimsContext(dependencies))
  }
  // Once before, so that whoever is refused leaves no record; and once after, for a change of the register in between found
  // nothing to revoke yet.
  await readClaims()
  const records = await recordIssuance(input, dependencies)
  const claims = await withSmallPortrait(await readClaims(), dependencies)
  return Promise.all(
    keys.map((key, i) => {
      const credential = shapeCredential(configuration, envelopeOf(key, records[i]!, dependencies), claims)
      return dependencies.credentialSigner.issue({ configurationId, credential })
    }),
  )
}

/** As the register has it, a portrait would fill fifty QR codes. */
async function withSmallPortrait(claims: JsonObject, { shrinkPortrait }: IssuerDependencies): Promise<JsonObject> {
  const { portrait } = claims
  return typeof portrait === 'string' ? { ...claims, portrait: await shrinkPortrait(portrait) } : claims
}

async function recordIssuance(
  { grant, accessTokenHash, configurationId, keys }: MakeCredentialsInput,
  { issuances, configuration, platform, now }: IssuerDependencies,
): Promise<readonly IssuanceRecord[]> {
  const issuedAt = now()
  const records = await issuances.record({
    grantId: grant.id,
    accessTokenHash,
    subjectHash: grant.subjectHash,
    configurationId,
    keyThumbprints: keys.map(({ publicJwk }) => jwkThumbprint(publicJwk, platform.digest)),
    issuedAt,
    validUntil: new Date(expirySeconds(issuedAt, configuration.credentialLifetimeDays) * 1000),
    maxCopies: configuration.maxCopies,
  })
  if (records !== undefined) return records
  const limit = configuration.maxCopies
  const message = `One access token gives at most ${limit} copies; refresh it, or ask for a new offer.`
  throw new IssuerError('credential_limit_reached', message, { limit })
}

/** Timestamps are rounded down to the day, so that copies cannot be told apart or put together by them (RFC 9901, section 10.1). */
function envelopeOf(
  key: BoundKey,
  { statusListId, statusIndex }: IssuanceRecord,
  { configuration, credentialSigner, now }: IssuerDependencies,
): Envelope {
  return {
    did: credentialSigner.did,
    issuer: credentialSigner.issuer,
    issuedAt: dayOf(now()),
    expiresAt: expirySeconds(now(), configuration.credentialLifetimeDays),
    key,
    status: { uri: statusListUri(statusListId, configuration), idx: statusIndex },
  }
}

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS
}

function expirySeconds(now: Date, lifetimeDays: number): number {
  return dayOf(now) + lifetimeDays * DAY_SECONDS
}
