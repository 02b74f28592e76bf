import { type JsonObject, type Platform, parseJsonObject, parseSdJwt, reconstructClaims } from '@bai/credential'
import { type Holding, nextCopy } from './holding.ts'

/**
 * All claims of a credential that is held, for its own holder to see. It was checked before it was stored.
 *
 * @returns undefined while the issuer still owes it
 */
export function readClaims(
  holding: Holding,
  { platform, now }: { readonly platform: Pick<Platform, 'digest'>; readonly now: Date },
): JsonObject | undefined {
  const copy = nextCopy(holding, now)
  if (copy === undefined) return undefined
  const { jws, disclosures } = parseSdJwt(copy.credential)
  const digest = (disclosure: string) => platform.digest('sha-256', disclosure)
  return reconstructClaims(parseJsonObject(jws.payload, 'payload'), disclosures, digest).claims
}
