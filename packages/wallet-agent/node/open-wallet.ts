import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bundle, createGuardedFetch, openBundle, type PublicJwk } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import { type WaitingWallet, WalletError } from '../src/index.ts'
import { FileWalletStore, type FileWalletStoreOptions } from './file-wallet-store.ts'

export type OpenWalletOptions = FileWalletStoreOptions & {
  readonly dataFolder: string
  /** Development only. */
  readonly allowLoopbackHttp: boolean
  /** The trust bundle, and the pinned keys of its publisher. With it, only issuers that it lists are believed. */
  readonly bundle?: BundleFile | undefined
  /** As in `WalletDependencies`. */
  readonly issuerAnchors?: readonly string[] | undefined
  readonly verifierAnchors?: readonly string[] | undefined
}
export type BundleFile = { readonly file: string; readonly anchors: readonly PublicJwk[] }

const MAX_ANSWER_BYTES = 2_000_000
const TIMEOUT_MILLISECONDS = 20_000

/** A wallet on this machine: file store, Node's cryptography, clock and network. */
export function openWallet(options: OpenWalletOptions): WaitingWallet {
  const { dataFolder, allowLoopbackHttp, bundle, issuerAnchors, verifierAnchors } = options
  const store = new FileWalletStore(join(dataFolder, 'wallet.json'), options)
  return {
    keys: store,
    credentials: store,
    history: store.history,
    waiting: store.waiting,
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
    ...(bundle !== undefined && { openBundle: () => openBundleFile(bundle) }),
    ...(issuerAnchors !== undefined && { issuerAnchors }),
    ...(verifierAnchors !== undefined && { verifierAnchors }),
  }
}

/**
 * Read each time, for the file is replaced while the wallet runs. That it is not there is no reason to believe everybody.
 *
 * @throws WalletError `bundle_unreadable`; CredentialError
 */
async function openBundleFile({ file, anchors }: BundleFile): Promise<Bundle> {
  const token = await readFile(file, 'latin1').catch((cause: unknown) => {
    const message = `The bundle ${file} cannot be read; get it again before you go on.`
    throw new WalletError('bundle_unreadable', message, { file }, { cause })
  })
  return openBundle(token.trim(), { anchors, verifyCertificates: verifyCertificatePath }, nodePlatform)
}
