import {
  CredentialError,
  createDidResolver,
  isJsonObject,
  jwkThumbprint,
  keyOf,
  type PublicJwk,
  parsePublicJwk,
  resolveDid,
  type VerifiedSdJwtVc,
} from '@bai/credential'
import { WalletError } from '../errors.ts'
import type { HolderKey, WalletDependencies } from '../ports.ts'

/** Nobody but the key itself says what a holder's DID stands for: nothing is looked up. */
const resolver = createDidResolver(() => undefined)

/**
 * Which of our keys a credential is bound to (RFC 7800, section 3), by the key or, as issuers do that bind to DIDs, by its
 * name.
 *
 * @throws WalletError `credential_not_ours`; CredentialError `key_invalid`
 */
export async function holderKeyOf(
  { claims }: Pick<VerifiedSdJwtVc, 'claims'>,
  keys: readonly HolderKey[],
  { platform }: Pick<WalletDependencies, 'platform'>,
): Promise<HolderKey> {
  const cnf = isJsonObject(claims['cnf']) ? claims['cnf'] : {}
  const jwk = cnf['jwk'] === undefined ? await keyOfName(cnf['kid']) : parsePublicJwk(cnf['jwk'])
  const bound = jwk && jwkThumbprint(jwk, platform.digest)
  const key = keys.find(({ publicJwk }) => jwkThumbprint(publicJwk, platform.digest) === bound)
  if (key !== undefined) return key
  throw new WalletError('credential_not_ours', 'The issuer bound the credential to a key that is not ours.', {})
}

async function keyOfName(kid: unknown): Promise<PublicJwk | undefined> {
  if (typeof kid !== 'string') return undefined
  try {
    return keyOf(await resolveDid(resolver, kid), kid, 'authentication')
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}
