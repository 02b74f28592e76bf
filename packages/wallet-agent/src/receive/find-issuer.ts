import type { UnverifiedIssuerHint, VerificationKey, VerifiedSdJwtVc } from '@bai/credential'

/** Whoever a credential claims to be from. */
export type FoundIssuer = {
  /** That it may be signed with; none where nobody vouches for whoever it is. */
  readonly keys: readonly VerificationKey[]
  /**
   * What else has to be so, once the signature is good.
   *
   * @throws WalletError `issuer_unknown`, `credential_revoked`
   */
  readonly accept?: (verified: VerifiedSdJwtVc) => void
}

export type FindIssuer = (hint: UnverifiedIssuerHint) => Promise<FoundIssuer>
