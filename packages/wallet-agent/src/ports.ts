import type { Platform, PublicJwk, RandomBytes, Signer } from '@bai/credential'

/** A key that proves one credential is held here. It never leaves its store. */
export type HolderKey = { readonly id: string; readonly publicJwk: PublicJwk; readonly signer: Signer }

export interface KeyStore {
  createKey(): Promise<HolderKey>
  /** @throws WalletError `holder_key_missing` */
  findKey(id: string): Promise<HolderKey>
}

/** A credential as it was received, checked. */
export type StoredCredential = {
  readonly id: string
  readonly configurationId: string
  readonly vct: string
  readonly issuer: string
  readonly keyId: string
  readonly receivedAt: string
  readonly expiresAt: string | undefined
  /** The SD-JWT with all its disclosures. */
  readonly credential: string
}

export interface CredentialStore {
  /** Adds all or none; done when it is on the disk. */
  add(credentials: readonly StoredCredential[]): Promise<void>
  list(): Promise<readonly StoredCredential[]>
}

/** Certificates of verifiers: `@bai/credential/x509`. */
export interface CertificateReader {
  read(der: string): Promise<CertifiedVerifier>
  verifyPath(
    x5c: readonly string[],
    options: { readonly anchors: readonly string[]; readonly now: Date },
  ): Promise<CertifiedVerifier>
}
export type CertifiedVerifier = {
  readonly publicJwk: PublicJwk
  readonly dnsNames: readonly string[]
  readonly subject: string
  /** SHA-256 of its DER, in base64url. */
  readonly thumbprint: string
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
  /** Left out: verifiers that name themselves by certificates are not answered. */
  readonly certificates?: CertificateReader
  /** Authorities that certify verifiers, as base64 of DER. */
  readonly verifierAnchors?: readonly string[]
}
