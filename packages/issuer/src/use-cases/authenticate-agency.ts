import { IssuerError } from '../errors.ts'
import type { AgencyKey, AgencyScope, FaceVerificationDependencies } from '../face-ports.ts'

/** `bai_<id>_<secret>`, as `createAgencyKey` makes them. */
const TOKEN = /^bai_([0-9a-f]{16})_[0-9a-f]{64}$/
const MINUTE = 60

type Dependencies = Pick<FaceVerificationDependencies, 'agencyKeys' | 'secrets' | 'requestCounts' | 'now'>

/**
 * Finds out which agency calls, whether it may, and whether not too often. Whoever does not have the secret is told the
 * same whether the id exists or not.
 *
 * @throws IssuerError `agency_key_invalid`, `scope_missing`, `rate_limited`
 */
export async function authenticateAgency(
  token: string | undefined,
  scope: AgencyScope,
  { agencyKeys, secrets, requestCounts, now }: Dependencies,
): Promise<AgencyKey> {
  const id = TOKEN.exec(token ?? '')?.[1]
  if (token === undefined || id === undefined) throw invalid('unknown')
  const found = await agencyKeys.find(id)
  const right = secrets.equal(secrets.tokenHash(token), found?.tokenHash ?? '')
  if (found === undefined || !right) throw invalid('unknown')
  const { key } = found
  if (key.revokedAt !== undefined) throw invalid('revoked')
  if (key.expiresAt <= now()) throw invalid('expired')
  if (!key.scopes.includes(scope)) {
    throw new IssuerError('scope_missing', `This key does not have the scope ${scope}.`, { scope })
  }
  const rule = { limit: key.ratePerMinute, windowSeconds: MINUTE }
  const retryAfterSeconds = await requestCounts.take(`rate:${key.id}`, now(), rule)
  if (retryAfterSeconds > 0) {
    const message = `This key has used its requests for this minute; try again in ${retryAfterSeconds} seconds.`
    throw new IssuerError('rate_limited', message, { retryAfterSeconds })
  }
  return key
}

function invalid(reason: 'unknown' | 'expired' | 'revoked'): IssuerError<'agency_key_invalid'> {
  const message = {
    unknown: 'Send the key of your agency as Authorization: Bearer.',
    expired: 'The key of your agency has expired; ask the operator for a new one.',
    revoked: 'The key of your agency was revoked; ask the operator.',
  }[reason]
  return new IssuerError('agency_key_invalid', message, { reason })
}
