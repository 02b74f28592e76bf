import type { VerifyCertificates } from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { createBundleKeeper, createIndexeddbBundleStore, WebAppContext } from '@bai/web-app'
import { unwrap } from 'idb'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createReplayCache } from '../src/index.ts'
import { type KioskConfig, KioskConfigSchema } from '../src/kiosk-config.ts'
import { adaptFaceMatcher } from './adapt-face-matcher.ts'
import { KioskApp } from './kiosk-app.tsx'
import { KioskContext, type KioskDependencies } from './kiosk-context.ts'
import { openKioskDatabase } from './kiosk-database.ts'
import { createSettingsStore } from './kiosk-settings.ts'
import { collectPolicies } from './policies.ts'
import { openRequestSigner } from './request-signer.ts'
import { StartProblem, type StartProblemKind } from './screens/start-problem.tsx'
import '@fontsource-variable/noto-sans-thai/wght.css'
import '@bai/web-app/styles/base.css'
import '@bai/web-app/styles/codes.css'
import './styles/parts.css'
import './styles/screens.css'

const { fetch, crypto } = globalThis
/** A quarter of the kiosk's code, for what few documents need. It is kept with the rest, so it takes no network. */
const verifyCertificates: VerifyCertificates = async (x5c, options) =>
  (await import('@bai/credential/x509')).verifyCertificatePath(x5c, options)
const CONFIG = 'config.json'
const CONTROL_MILLISECONDS = 10_000
/** How far clocks may differ, in seconds: as much as a policy allows at most, for the cache is for all of them. */
const MAX_SKEW_SECONDS = 600

// Without one the kiosk works as long as it can be loaded.
const registration = navigator.serviceWorker?.register('service-worker.js').catch(() => undefined)
const root = createRoot(document.getElementById('kiosk')!)
const kiosk = await open()
root.render(
  <StrictMode>
    {typeof kiosk === 'string' ? (
      <StartProblem kind={kiosk} />
    ) : (
      <WebAppContext value={kiosk}>
        <KioskContext value={kiosk}>
          <KioskApp />
        </KioskContext>
      </WebAppContext>
    )}
  </StrictMode>,
)
async function open(): Promise<KioskDependencies | StartProblemKind> {
  const config = await readConfig()
  if (config === undefined) return 'config'
  const now = () => new Date()
  try {
    const database = await openKioskDatabase()
    // So that the browser does not throw the bundle away when the disk is full.
    await navigator.storage?.persist?.()
    const url = new URL(config.bundle, document.baseURI).href
    // A page over http has its secure context, and thus its keys, on this machine only.
    const allowLoopbackHttp = location.protocol === 'http:'
    const bundles = createBundleKeeper(
      { url, anchors: config.anchors, allowLoopbackHttp },
      {
        store: createIndexeddbBundleStore(unwrap(database)),
        // The page keeps what it has verified; the browser's cache needs not.
        fetch: (input, init) => fetch(input, { ...init, cache: 'no-store', credentials: 'omit' }),
        platform: webPlatform,
        now,
        verifyCertificates,
      },
    )
    const settingsStore = createSettingsStore(database)
    return {
      kioskName: config.kiosk_name,
      policies: collectPolicies(config.policies),
      platform: webPlatform,
      now,
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      signer: await openRequestSigner(database, crypto.subtle),
      verifyCertificates,
      firstUse: createReplayCache(now, MAX_SKEW_SECONDS),
      media: navigator.mediaDevices,
      openAudio: () => new AudioContext(),
      bundles,
      keptBundle: await bundles.open(),
      settingsStore,
      keptSettings: await settingsStore.load(),
      openFaceMatcher: openOnce(openFaceMatcher),
    }
  } catch {
    return 'storage'
  }
}

async function readConfig(): Promise<KioskConfig | undefined> {
  try {
    const parsed = KioskConfigSchema.safeParse(await (await fetch(CONFIG)).json())
    return parsed.data
  } catch {
    return undefined
  }
}

async function openFaceMatcher() {
  await serviceWorkerInControl()
  const { openFaceMatcher: open, readImage } = await import('@bai/face-match/browser')
  const folder = (name: string) => new URL(`face/${name}/`, document.baseURI).href
  const matcher = await open({ modelsUrl: folder('models'), wasmUrl: folder('wasm') })
  return adaptFaceMatcher(matcher, (picture: ImageBitmapSource) => readImage(picture))
}

/** From then on what is fetched is kept. Given up after a while: a page that was reloaded by force has no service worker. */
async function serviceWorkerInControl(): Promise<void> {
  const workers = navigator.serviceWorker
  if ((await registration) === undefined || workers.controller !== null) return
  await new Promise((resolve) => {
    workers.addEventListener('controllerchange', resolve, { once: true })
    setTimeout(resolve, CONTROL_MILLISECONDS)
  })
}

/** What failed is tried once more at the next call. */
function openOnce<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | undefined
  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
}
