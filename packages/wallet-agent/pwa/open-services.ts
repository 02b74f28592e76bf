import { createGuardedFetch, type VerifyCertificates } from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { createBundleKeeper, createIndexeddbBundleStore, type WebAppDependencies } from '@bai/web-app'
import { unwrap } from 'idb'
import { WalletConfigSchema } from '../src/index.ts'
import { createChanges } from './changes.ts'
import { openFaceGuide } from './open-face-guide.ts'
import { createIndexeddbCredentialStore, type Exclusively } from './store/indexeddb-credential-store.ts'
import { createIndexeddbHistoryStore } from './store/indexeddb-history-store.ts'
import { createIndexeddbKeyStore } from './store/indexeddb-key-store.ts'
import { createIndexeddbWaitingStore } from './store/indexeddb-waiting-store.ts'
import type { OpenedWallet, WalletShell } from './wallet-context.ts'

const { fetch, crypto } = globalThis
const MAX_ANSWER_BYTES = 2_000_000
/** A film over a slow network takes its time; the issuer has the same limit for it. */
const TIMEOUT_MILLISECONDS = 60_000
const STORE_LOCK = 'bai-wallet-store'

/** Half of the wallet's code, for what few documents need. It is kept with the rest, so it takes no network. */
const x509 = () => import('@bai/credential/x509')
const verifyCertificates: VerifyCertificates = async (x5c, options) =>
  (await x509()).verifyCertificatePath(x5c, options)

export type OpenServices = { readonly wallet: OpenedWallet; readonly app: WebAppDependencies }

/** Opens what is behind the lock. @throws ZodError for a configuration that is none */
export async function openServices(shell: WalletShell, dataKey: CryptoKey): Promise<OpenServices> {
  const { database, now } = shell
  const config = WalletConfigSchema.parse(await (await fetch('config.json')).json())
  // So that the browser does not throw the documents away when the disk is full.
  await navigator.storage?.persist?.()
  const { subtle } = crypto
  const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
  // A page over http has its secure context, and thus its keys, on this machine only.
  const allowLoopbackHttp = location.protocol === 'http:'
  const plainFetch: typeof fetch = (input, init) => fetch(input, { ...init, cache: 'no-store', credentials: 'omit' })
  const bundles = createBundleKeeper(
    { url: new URL(config.bundle, document.baseURI).href, anchors: config.anchors, allowLoopbackHttp },
    {
      store: createIndexeddbBundleStore(unwrap(database)),
      fetch: plainFetch,
      platform: webPlatform,
      now,
      verifyCertificates,
    },
  )
  const changes = createChanges()
  const stores = { database, sealing: { subtle, randomBytes, key: dataKey }, changed: changes.emit }
  const wallet: OpenedWallet = {
    config,
    keys: createIndexeddbKeyStore({ database, subtle, randomBytes }),
    credentials: createIndexeddbCredentialStore(stores, exclusively()),
    history: createIndexeddbHistoryStore(stores),
    waiting: createIndexeddbWaitingStore(stores),
    changes,
    platform: webPlatform,
    randomBytes,
    now,
    fetch: createGuardedFetch(plainFetch, {
      allowLoopbackHttp,
      maxBytes: MAX_ANSWER_BYTES,
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    }),
    allowLoopbackHttp,
    certificates: {
      read: async (der) => (await x509()).readCertificate(der),
      verifyPath: async (x5c, options) => (await x509()).verifyCertificatePath(x5c, options),
    },
    openBundle: bundles.open,
    address: new URL('.', document.baseURI).href,
    openFaceGuide,
  }
  const keptBundle = await bundles.open()
  return { wallet, app: { platform: webPlatform, now, media: navigator.mediaDevices, bundles, keptBundle } }
}

function exclusively(): Exclusively {
  const { locks } = navigator
  // Without the Web Locks API there is one page, and what it does goes one after the other.
  let last: Promise<unknown> = Promise.resolve()
  if (locks === undefined)
    return (work) => {
      const done = last.then(work, work)
      last = done.catch(() => {})
      return done
    }
  return async (work) => locks.request(STORE_LOCK, work)
}
