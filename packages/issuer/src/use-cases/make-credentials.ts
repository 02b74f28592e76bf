import { type JsonObject, jwkThumbprint } from '@bai/credential'
import type { BoundKey, WalletGrant } from '../authorization-ports.ts'
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
const HOUR_SECONDS = 3600

/**
 * Makes a credential for each key from what the register says now; where fewer are given than keys were proven, for the first
 * of them (OpenID4VCI 1.0, section 8.3). What is recorded is that it was issued, never what it
 * says; and it is recorded before a credential leaves, so that each one that is out there can be revoked.
 *
 * @throws IssuerError `credential_limit_reached`, `access_token_invalid`, `citizen_unknown`, `citizen_not_eligible`
 */
export async function makeCredentials(
  input: MakeCredentialsInput,
  dependencies: IssuerDependencies,
): Promise<readonly string[]> {
  const { configurationId, grant } = input
  const configuration = dependencies.catalogue.get(configurationId)!
  const readClaims = () => dependencies.claimsSource.claimsOf(grant.subjectHash, configuration)
  // Once before, so that whoever is refused leaves no record; and once after, for a change of the register in between found
  // nothing to revoke yet.
  const { validUntil, maxCopies: most = Number.POSITIVE_INFINITY } = await readClaims()
  const maxCopies = Math.min(most, dependencies.configuration.maxCopies)
  const expiresAt = expirySeconds(dependencies, validUntil)
  const keys = input.keys.slice(0, maxCopies)
  const limits = { validUntil: new Date(expiresAt * 1000), maxCopies }
  const records = await recordIssuance({ ...input, keys }, limits, dependencies)
  const claims = await withSmallPortrait((await readClaims()).claims, dependencies)
  return Promise.all(
    keys.map((key, i) => {
      const credential = shapeCredential(
        configuration,
        envelopeOf({ key, expiresAt }, records[i]!, dependencies),
        claims,
      )
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
  { validUntil, maxCopies }: { readonly validUntil: Date; readonly maxCopies: number },
  { issuances, platform, now }: IssuerDependencies,
): Promise<readonly IssuanceRecord[]> {
  const issuedAt = now()
  const records = await issuances.record({
    grantId: grant.id,
    accessTokenHash,
    subjectHash: grant.subjectHash,
    configurationId,
    keyThumbprints: keys.map(({ publicJwk }) => jwkThumbprint(publicJwk, platform.digest)),
    issuedAt,
    validUntil,
    maxCopies,
  })
  if (records !== undefined) return records
  const message = `One access token gives at most ${maxCopies} copies; refresh it, or ask for a new offer.`
  throw new IssuerError('credential_limit_reached', message, { limit: maxCopies })
}

/** Timestamps are rounded down to the day, so that copies cannot be told apart or put together by them (RFC 9901, section 10.1). */
function envelopeOf(
  { key, expiresAt }: Pick<Envelope, 'key' | 'expiresAt'>,
  { statusListId, statusIndex }: IssuanceRecord,
  { configuration, credentialSigner, now }: IssuerDependencies,
): Envelope {
  return {
    did: credentialSigner.did,
    issuer: credentialSigner.issuer,
    issuedAt: dayOf(now()),
    expiresAt,
    key,
    status: { uri: statusListUri(statusListId, configuration), idx: statusIndex },
  }
}

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS
}

/** What ends by itself before the usual time ends then, to the hour. */
function expirySeconds({ configuration, now }: IssuerDependencies, validUntil: Date | undefined): number {
  const usual = dayOf(now()) + configuration.credentialLifetimeDays * DAY_SECONDS
  if (validUntil === undefined) return usual
  return Math.min(usual, Math.floor(validUntil.getTime() / 1000 / HOUR_SECONDS) * HOUR_SECONDS)
}
