/** What is used of a service worker's scope; the DOM's types do not have it. */
type LifetimeEvent = Event & { waitUntil(work: Promise<unknown>): void }
type FetchEvent = LifetimeEvent & { readonly request: Request; respondWith(response: Promise<Response>): void }
type Scope = {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  readonly caches: CacheStorage
  readonly crypto: Crypto
  fetch(request: Request | string): Promise<Response>
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: LifetimeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
}

export type KeptFiles = {
  /** Of the app among others of the same origin: `bai-kiosk`. */
  readonly app: string
  /** Names of files, each with the hash of what is in it; the build writes them. */
  readonly files: readonly (readonly [name: string, hash: string])[]
}

const PAGE = 'index.html'
const CONFIG = 'config.json'
/** Models and engine of the face matcher: kept when they are first used. Each is checked against its hash by the matcher. */
const ON_DEMAND = /^face\//

/**
 * What the service worker of an app does: it keeps the app's own files, so that it opens and works without a network. The
 * bundle is none of its business: that is kept, checked, by the page.
 */
export function keepFiles(global: unknown, { app, files }: KeptFiles): void {
  const worker = global as Scope
  const prefix = `${app}-`
  const version = files.map(([name, hash]) => `${name}:${hash}`).join('\n')

  worker.addEventListener('install', (event) => event.waitUntil(install()))
  worker.addEventListener('activate', (event) => event.waitUntil(activate()))
  worker.addEventListener('fetch', (event) => {
    const name = nameOf(event.request)
    if (name !== undefined) event.respondWith(answer(name, event.request))
  })

  async function install(): Promise<void> {
    const cache = await worker.caches.open(await cacheName())
    // Past the HTTP cache: a page of this version must not meet a file of another.
    const names = [...files.map(([name]) => name), CONFIG]
    await cache.addAll(names.map((name) => new Request(inScope(name), { cache: 'reload' })))
    await worker.skipWaiting()
  }

  async function activate(): Promise<void> {
    const current = await cacheName()
    const old = (await worker.caches.keys()).filter((name) => name.startsWith(prefix) && name !== current)
    await Promise.all(old.map((name) => worker.caches.delete(name)))
    await worker.clients.claim()
  }

  /** The file that a request is for; undefined for what goes to the network as it is. */
  function nameOf({ method, mode, url }: Request): string | undefined {
    const { scope } = worker.registration
    if (method !== 'GET' || !url.startsWith(scope)) return undefined
    if (mode === 'navigate') return PAGE
    const name = url.slice(scope.length).split(/[?#]/, 1)[0]!
    return files.some(([file]) => file === name) || name === CONFIG || ON_DEMAND.test(name) ? name : undefined
  }

  async function answer(name: string, request: Request): Promise<Response> {
    const cache = await worker.caches.open(await cacheName())
    const kept = await cache.match(inScope(name))
    // What is pinned in the configuration is the server's to say, as long as it can be reached.
    if (kept !== undefined && name !== CONFIG) return kept
    try {
      const response = await worker.fetch(name === PAGE ? inScope(PAGE) : request)
      if (response.ok) await cache.put(inScope(name), response.clone())
      return response
    } catch (error) {
      if (kept !== undefined) return kept
      throw error
    }
  }

  function inScope(name: string): string {
    return worker.registration.scope + name
  }

  /** A name for this version. */
  async function cacheName(): Promise<string> {
    const digest = await worker.crypto.subtle.digest('SHA-256', new TextEncoder().encode(version))
    return prefix + [...new Uint8Array(digest).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}
