import {
  BAI_ALGORITHMS,
  createDidResolver,
  encodeDidWeb,
  isJsonObject,
  jwkThumbprint,
  keyOf,
  namesDidWeb,
  parsePublicJwk,
  resolveDid,
  type VerifiedSdJwtVc,
  verifySdJwtVc,
} from '@bai/credential'
import { WalletError } from './errors.ts'
import { fetchDidDocument } from './fetch-did-document.ts'
import type { HolderKey, WalletDependencies } from './ports.ts'

export type ExpectedCredential = {
  /** The credential issuer identifier that the offer named. */
  readonly issuer: string
  readonly configurationId: string
  readonly vct: string
  readonly key: HolderKey
}

/**
 * Checks what an issuer sent before it is stored: signed by that very issuer, no key binding yet (RFC 9901, section 7.2),
 * of the type that was asked for, and bound to the key that was sent.
 *
 * @throws WalletError `credential_not_as_offered`, `credential_not_ours`; CredentialError
 */
export async function checkReceivedCredential(
  credential: string,
  expected: ExpectedCredential,
  dependencies: WalletDependencies,
): Promise<VerifiedSdJwtVc> {
  const { platform } = dependencies
  const issuer = encodeDidWeb(expected.issuer)
  const resolver = createDidResolver((did) => fetchDidDocument(did, dependencies))
  const verified = await verifySdJwtVc(
    credential,
    {
      now: dependencies.now(),
      skewSeconds: 60,
      algorithms: BAI_ALGORITHMS,
      keyBinding: { mode: 'absent' },
      findKeys: async ({ kid, iss }) => {
        if (!namesDidWeb(iss, issuer) || typeof kid !== 'string' || !kid.startsWith(`${issuer}#`)) return []
        return [await platform.importKey(keyOf(await resolveDid(resolver, issuer), kid, 'assertionMethod'))]
      },
    },
    platform,
  )
  if (verified.vct !== expected.vct) {
    const { configurationId } = expected
    throw new WalletError('credential_not_as_offered', 'The issuer sent another type of credential than it offered.', {
      configurationId,
    })
  }
  checkBoundKey(verified, expected.key, dependencies)
  return verified
}

function checkBoundKey({ claims }: VerifiedSdJwtVc, key: HolderKey, { platform }: WalletDependencies): void {
  const cnf = claims['cnf']
  const jwk = isJsonObject(cnf) ? cnf['jwk'] : undefined
  const bound = jwk !== undefined && jwkThumbprint(parsePublicJwk(jwk), platform.digest)
  if (bound !== jwkThumbprint(key.publicJwk, platform.digest)) {
    throw new WalletError('credential_not_ours', 'The issuer bound the credential to a key that is not ours.', {})
  }
}
