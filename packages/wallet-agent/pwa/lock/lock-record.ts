import type { Sealed } from '../store/seal.ts'

/** How the wallet is opened: its one data key, sealed under each of the ways to open it. */
export type LockRecord = {
  readonly version: 1
  /** Not extractable: whoever copies the rest to another machine cannot try PINs there. */
  readonly deviceKey: CryptoKey
  readonly pin: { readonly salt: Uint8Array<ArrayBuffer>; readonly dataKey: Sealed }
  readonly passkey?: {
    readonly credentialId: Uint8Array<ArrayBuffer>
    readonly salt: Uint8Array<ArrayBuffer>
    readonly dataKey: Sealed
  }
}

/** PINs that were wrong, one after the other. */
export type Tries = { readonly failed: number; readonly lastAt: string }
