import type { Bundle, CertifiedLeaf, Platform, PublicJwk, RandomBytes, Signer } from '@bai/credential'
import type { Holding } from './holding.ts'

/** A key that proves one copy of a credential is held here, or that a token is for this wallet. It never leaves its store. */
export type HolderKey = { readonly id: string; readonly publicJwk: PublicJwk; readonly signer: Signer }

export interface KeyStore {
  /** New keys; done when they are on the disk. */
  createKeys(count: number): Promise<readonly HolderKey[]>
  /** @throws WalletError `holder_key_missing` */
  findKey(id: string): Promise<HolderKey>
  /** Forgets keys for ever; what is not there is passed over. */
  removeKeys(ids: readonly string[]): Promise<void>
}

export interface CredentialStore {
  /** Adds all or none; done when it is on the disk. */
  add(holdings: readonly Holding[]): Promise<void>
  list(): Promise<readonly Holding[]>
  /**
   * Changes one, as it is at that moment: what the change throws leaves it so.
   *
   * @returns it as it is now
   * @throws WalletError `holding_unknown`
   */
  update(id: string, change: (holding: Holding) => Holding): Promise<Holding>
}

/** Certificates of issuers and verifiers: `@bai/credential/x509`. */
export interface CertificateReader {
  read(der: string): Promise<CertifiedVerifier>
  verifyPath(
    x5c: readonly string[],
    options: { readonly anchors: readonly string[]; readonly now: Date },
  ): Promise<CertifiedVerifier & CertifiedLeaf>
}
export type CertifiedVerifier = {
  readonly publicJwk: PublicJwk
  readonly dnsNames: readonly string[]
  readonly subject: string
  /** SHA-256 of its DER, in base64url. */
  readonly thumbprint: string
}

/** What the provider of this wallet attests of it (OpenID4VCI 1.0, appendix E). */
export type WalletAttestation = {
  /** `oauth-client-attestation+jwt`; its `sub` is the client id that the wallet goes by. */
  readonly attestation: string
  /** Of the key in its `cnf`. */
  readonly signer: Signer
}

export type WalletDependencies = {
  readonly keys: KeyStore
  readonly credentials: CredentialStore
  readonly platform: Platform
  readonly randomBytes: RandomBytes
  readonly now: () => Date
  /** Guarded: https only (loopback in development), bounded, no redirects. */
  readonly fetch: typeof globalThis.fetch
  readonly allowLoopbackHttp: boolean
  /** Left out: verifiers that name themselves by certificates are not answered, and issuers not found by theirs. */
  readonly certificates?: CertificateReader
  /** Authorities that certify verifiers, as base64 of DER. */
  readonly verifierAnchors?: readonly string[]
  /** The trust bundle that is kept. Where there is one, only issuers that it lists are believed. */
  readonly openBundle?: () => Promise<Bundle | undefined>
  /** Authorities that certify issuers, as base64 of DER; believed where there is no bundle. */
  readonly issuerAnchors?: readonly string[]
  /**
   * The attestation to show to an authorization server; another for each keeps them from telling that it is one wallet.
   * Left out: servers that want one, as HAIP 1.0 does, give nothing.
   */
  readonly walletAttestation?: (authorizationServer: string) => Promise<WalletAttestation>
  /**
   * Has the provider attest keys of the key store, as `key-attestation+jwt` with the nonce of the issuer (OpenID4VCI 1.0,
   * appendix D.1). Left out: issuers that want it give nothing.
   */
  readonly attestKeys?: (
    keys: readonly PublicJwk[],
    request: { readonly issuer: string; readonly nonce: string | undefined },
  ) => Promise<string>
}
