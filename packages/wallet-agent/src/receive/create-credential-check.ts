import {
  BAI_ALGORITHMS,
  createDidResolver,
  type DidDocument,
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
import { WalletError } from '../errors.ts'
import { fetchDidDocument } from '../fetch-did-document.ts'
import type { HolderKey, WalletDependencies } from '../ports.ts'

export type ExpectedCredential = {
  /** The credential issuer identifier that the offer named. */
  readonly issuer: string
  readonly configurationId: string
  readonly vct: string
  /** The keys that were proven; the credential has to be bound to one of them. */
  readonly keys: readonly HolderKey[]
}

export type CheckedCredential = { readonly verified: VerifiedSdJwtVc; readonly key: HolderKey }

/**
 * Makes the check of what an issuer sends, before it is stored: signed by that very issuer, no key binding yet (RFC 9901,
 * section 7.2), of the type that was asked for, and bound to a key that was proven. The issuer's document is fetched once
 * for all copies.
 *
 * @throws WalletError (from the returned function) `credential_not_as_offered`, `credential_not_ours`; CredentialError
 */
export function createCredentialCheck(
  expected: ExpectedCredential,
  dependencies: WalletDependencies,
): (credential: string) => Promise<CheckedCredential> {
  const { platform } = dependencies
  const issuer = encodeDidWeb(expected.issuer)
  let document: Promise<DidDocument | undefined> | undefined
  const resolver = createDidResolver((did) => {
    document ??= fetchDidDocument(did, dependencies)
    return document
  })
  return async (credential) => {
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
      const message = 'The issuer sent another type of credential than it offered.'
      throw new WalletError('credential_not_as_offered', message, { configurationId })
    }
    return { verified, key: boundKey(verified, expected.keys, dependencies) }
  }
}

function boundKey(
  { claims }: VerifiedSdJwtVc,
  keys: readonly HolderKey[],
  { platform }: WalletDependencies,
): HolderKey {
  const cnf = claims['cnf']
  const jwk = isJsonObject(cnf) ? cnf['jwk'] : undefined
  const bound = jwk !== undefined && jwkThumbprint(parsePublicJwk(jwk), platform.digest)
  const key = keys.find(({ publicJwk }) => jwkThumbprint(publicJwk, platform.digest) === bound)
  if (key !== undefined) return key
  throw new WalletError('credential_not_ours', 'The issuer bound the credential to a key that is not ours.', {})
}
