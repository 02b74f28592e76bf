import {
  type BundlePayload,
  type BundleVerifier,
  type DataProtectionAuthority,
  type Signer,
  signBundle,
} from '@bai/credential'
import {
  type CertifiedIssuer,
  type CollectDependencies,
  type CollectedIssuer,
  collectCertifiedIssuer,
  collectIssuer,
  type VouchedIssuer,
} from './collect-issuer.ts'

export type PrepareBundleInput = {
  /** Whom the publisher vouches for; of two that describe the same type, the first is believed. */
  readonly issuers: readonly VouchedIssuer[]
  /** Issuers that are asked for their status lists at most. */
  readonly certified?: readonly CertifiedIssuer[]
  readonly verifiers: readonly BundleVerifier[]
  readonly dataProtectionAuthority?: DataProtectionAuthority | undefined
  readonly sequence: number
  /** Seconds until the next bundle is due, and until this one decides nothing. */
  readonly nextInSeconds: number
  readonly expiresInSeconds: number
  readonly anchorKid: string
}

export type PrepareBundleDependencies = CollectDependencies & {
  readonly now: () => Date
  readonly anchorSigner: Signer
}

/**
 * Collects from the issuers what a verifier needs while it is offline, and signs it: the only step that needs a network.
 *
 * @returns the bundle as a compact JWS
 * @throws VerifierError `issuer_unusable`; CredentialError `address_refused`, `address_unreachable`, `too_large`
 */
export async function prepareBundle(
  input: PrepareBundleInput,
  dependencies: PrepareBundleDependencies,
): Promise<string> {
  const iat = Math.floor(dependencies.now().getTime() / 1000)
  const collected: CollectedIssuer[] = []
  for (const issuer of input.issuers) collected.push(await collectIssuer(issuer, dependencies))
  for (const issuer of input.certified ?? []) collected.push(await collectCertifiedIssuer(issuer, dependencies))
  const payload: BundlePayload = {
    version: 1,
    sequence: input.sequence,
    iat,
    next: iat + input.nextInSeconds,
    exp: iat + input.expiresInSeconds,
    issuers: collected.map(({ issuer }) => issuer),
    status_lists: collected.flatMap(({ statusLists }) => statusLists),
    type_metadata: Object.assign({}, ...collected.toReversed().map(({ typeMetadata }) => typeMetadata)),
    verifiers: [...input.verifiers],
    data_protection_authority: input.dataProtectionAuthority,
  }
  return signBundle(payload, input.anchorKid, dependencies.anchorSigner)
}
