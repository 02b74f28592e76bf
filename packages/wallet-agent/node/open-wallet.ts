import { join } from 'node:path'
import { createGuardedFetch } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import type { WalletDependencies } from '../src/index.ts'
import { FileWalletStore } from './file-wallet-store.ts'

export type OpenWalletOptions = {
  readonly dataFolder: string
  /** Development only. */
  readonly allowLoopbackHttp: boolean
}

const MAX_ANSWER_BYTES = 2_000_000
const TIMEOUT_MILLISECONDS = 20_000

/** A wallet on this machine: file store, Node's cryptography, clock and network. */
export function openWallet({ dataFolder, allowLoopbackHttp }: OpenWalletOptions): WalletDependencies {
  const store = new FileWalletStore(join(dataFolder, 'wallet.json'))
  return {
    keys: store,
    credentials: store,
    platform: nodePlatform,
    randomBytes: pooledRandomBytes,
    now: () => new Date(),
    fetch: createGuardedFetch(fetch, {
      allowLoopbackHttp,
      maxBytes: MAX_ANSWER_BYTES,
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    }),
    allowLoopbackHttp,
    certificates: { read: readCertificate, verifyPath: verifyCertificatePath },
  }
}
