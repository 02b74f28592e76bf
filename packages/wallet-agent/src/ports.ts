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

export type WalletDependencies = {
  readonly keys: KeyStore
  readonly credentials: CredentialStore
  readonly platform: Platform
  readonly randomBytes: RandomBytes
  readonly now: () => Date
  /** Guarded: https only (loopback in development), bounded, no redirects. */
  readonly fetch: typeof globalThis.fetch
  readonly allowLoopbackHttp: boolean
}
