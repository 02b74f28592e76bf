import { BAI_ALGORITHMS, type VerifiedSdJwtVc, verifySdJwtVc } from '@bai/credential'
import { WalletError } from '../errors.ts'
import type { HolderKey, WalletDependencies } from '../ports.ts'
import type { FindIssuer, FoundIssuer } from './find-issuer.ts'
import { findListedIssuer } from './find-listed-issuer.ts'
import { findOfferedIssuer } from './find-offered-issuer.ts'
import { holderKeyOf } from './holder-key-of.ts'

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
 * Makes the check of what an issuer sends, before it is stored: signed by an issuer that may be believed, no key binding yet
 * (RFC 9901, section 7.2), of the type that was asked for, not revoked as far as is known, and bound to a key that was
 * proven. What has to be found out about the issuer is found out once for all copies.
 *
 * @throws WalletError (from the returned function) `credential_not_as_offered`, `credential_not_ours`,
 *   `credential_revoked`, `issuer_unknown`, `issuer_answer_malformed`; CredentialError
 */
export function createCredentialCheck(
  expected: ExpectedCredential,
  dependencies: WalletDependencies,
): (credential: string) => Promise<CheckedCredential> {
  const { now, platform } = dependencies
  let finder: Promise<FindIssuer> | undefined
  return async (credential) => {
    finder ??= chooseIssuers(expected.issuer, dependencies)
    const findIssuer = await finder
    let issuer: FoundIssuer | undefined
    const verified = await verifySdJwtVc(
      credential,
      {
        now: now(),
        skewSeconds: 60,
        algorithms: BAI_ALGORITHMS,
        keyBinding: { mode: 'absent' },
        findKeys: async (hint) => {
          issuer = await findIssuer(hint)
          return issuer.keys
        },
      },
      platform,
    )
    if (verified.vct !== expected.vct) {
      const { configurationId } = expected
      const message = 'The issuer sent another type of credential than it offered.'
      throw new WalletError('credential_not_as_offered', message, { configurationId })
    }
    issuer?.accept?.(verified)
    return { verified, key: await holderKeyOf(verified, expected.keys, dependencies) }
  }
}

/** Where the wallet keeps a trust bundle, its issuers are believed; else the one that made the offer. */
async function chooseIssuers(issuer: string, dependencies: WalletDependencies): Promise<FindIssuer> {
  const bundle = await dependencies.openBundle?.()
  return bundle === undefined ? findOfferedIssuer(issuer, dependencies) : findListedIssuer(bundle, dependencies)
}
