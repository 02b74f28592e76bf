import { CredentialError } from '../errors.ts'
import type { PublicJwk } from '../jose/jwk.ts'
import { parseJson } from '../json.ts'
import type { Platform } from '../platform.ts'
import { createGuardedFetch } from '../protocol/guarded-fetch.ts'
import { applyBundleDelta, BUNDLE_DELTA_TYPE, BundleDeltaSchema } from './bundle-delta.ts'
import type { BundleStore, PartialBundle, StoredBundle } from './bundle-store.ts'
import type { VerifyCertificates } from './find-certified-issuer.ts'
import { type Bundle, openBundle } from './open-bundle.ts'

export type SyncBundleInput = {
  /** Where the bundle is distributed. */
  readonly url: string
  readonly anchors: readonly PublicJwk[]
  readonly allowLoopbackHttp?: boolean
}

export type SyncBundleDependencies = {
  readonly fetch: typeof globalThis.fetch
  readonly store: BundleStore
  readonly platform: Platform
  readonly now: () => Date
  /** For status lists whose key is in their certificates; see `openBundle`. */
  readonly verifyCertificates?: VerifyCertificates | undefined
}

export type SyncedBundle = {
  readonly bundle: Bundle
  /** `unchanged`: there is nothing newer. `delta`: only what is new came. `resumed`: the rest of a cut transfer came. */
  readonly how: 'unchanged' | 'whole' | 'delta' | 'resumed'
  /** That were transferred. */
  readonly bytes: number
}

const MAX_BYTES = 64_000_000
/** A national bundle over a slow mobile network. */
const TIMEOUT_MILLISECONDS = 120_000

/**
 * Brings the bundle up to date. Whatever goes wrong, the last good one stays: a new one is stored only after its signature
 * is good, and never an older one.
 *
 * @throws CredentialError `bundle_unavailable`, `address_refused`, `address_unreachable`, `too_large`,
 *   `signature_invalid`, `bundle_malformed`, `bundle_rolled_back`, and others of `openBundle`
 */
export async function syncBundle(input: SyncBundleInput, dependencies: SyncBundleDependencies): Promise<SyncedBundle> {
  const { store, platform, now, verifyCertificates } = dependencies
  const stored = await store.load()
  const partial = await store.partial?.load()
  const received = await receive(input, { stored, partial }, dependencies)
  if (received === undefined && stored === undefined) throw unavailable(304)
  if (received === undefined || stored?.token === received.token) {
    const bundle = await openBundle(stored!.token, { anchors: input.anchors, verifyCertificates }, platform)
    await store.save({ ...stored!, fetchedAt: now().toISOString() })
    return { bundle, how: 'unchanged', bytes: received?.bytes ?? 0 }
  }
  // What was put together of parts and is not good must not be gone on with.
  await store.partial?.save(undefined)
  const bundle = await accept({ ...received, store }, input.anchors, dependencies)
  return { bundle, how: received.how, bytes: received.bytes }
}

/**
 * Takes a bundle that was brought by hand, on a stick for one.
 *
 * @throws CredentialError as `openBundle`
 */
export async function importBundle(
  text: string,
  { anchors }: Pick<SyncBundleInput, 'anchors'>,
  dependencies: Omit<SyncBundleDependencies, 'fetch'>,
): Promise<Bundle> {
  return accept({ token: text.trim(), store: dependencies.store }, anchors, dependencies)
}

async function accept(
  { token, etag, store }: { readonly token: string; readonly etag?: string | undefined; readonly store: BundleStore },
  anchors: readonly PublicJwk[],
  { platform, now, verifyCertificates }: Omit<SyncBundleDependencies, 'fetch' | 'store'>,
): Promise<Bundle> {
  const lastSequence = (await store.load())?.sequence
  const options = { anchors, verifyCertificates, ...(lastSequence !== undefined && { lastSequence }) }
  const bundle = await openBundle(token, options, platform)
  const { sequence } = bundle
  await store.save({ token, sequence, fetchedAt: now().toISOString(), ...(etag !== undefined && { etag }) })
  return bundle
}

type Received = {
  readonly token: string
  readonly etag: string | undefined
  readonly how: 'whole' | 'delta' | 'resumed'
  readonly bytes: number
}
type Held = { readonly stored: StoredBundle | undefined; readonly partial: PartialBundle | undefined }

/** @returns undefined where there is nothing newer than what is stored */
async function receive(
  { url, allowLoopbackHttp = false }: SyncBundleInput,
  { stored, partial }: Held,
  { fetch, store }: SyncBundleDependencies,
): Promise<Received | undefined> {
  let text = partial?.text ?? ''
  let etag = partial?.etag
  const options = { allowLoopbackHttp, maxBytes: MAX_BYTES, timeoutMilliseconds: TIMEOUT_MILLISECONDS }
  let arrived = 0
  const onChunk = (chunk: Uint8Array, response: Response) => {
    if (arrived === 0 && response.status !== 206) [text, etag] = ['', response.headers.get('etag') ?? undefined]
    arrived += chunk.length
    text += new TextDecoder().decode(chunk)
  }
  const address = new URL(url)
  if (stored !== undefined) address.searchParams.set('since', String(stored.sequence))
  try {
    const response = await createGuardedFetch(fetch, { ...options, onChunk })(address, {
      headers: headersFor({ stored, partial }),
    })
    if (response.status === 304) return undefined
    if (!response.ok) {
      // 416: there is no such rest. The next attempt begins anew.
      if (partial !== undefined) await store.partial?.save(undefined)
      throw unavailable(response.status)
    }
    const isDelta = response.headers.get('content-type')?.startsWith(BUNDLE_DELTA_TYPE) ?? false
    const token = isDelta && stored !== undefined ? applyDelta(stored, text) : text.trim()
    const how = isDelta ? 'delta' : response.status === 206 ? 'resumed' : 'whole'
    return { token, etag: response.headers.get('etag') ?? undefined, how, bytes: arrived }
  } catch (error) {
    const isCut = error instanceof CredentialError && error.code === 'address_unreachable'
    if (isCut && arrived > 0 && etag !== undefined) await store.partial?.save({ etag, text })
    throw error
  }
}

/** A cut transfer goes on where it stopped, if it is still the same bundle (RFC 9110, section 13.1.5). */
function headersFor({ stored, partial }: Held): Record<string, string> {
  if (partial !== undefined) {
    const start = new TextEncoder().encode(partial.text).length
    return { accept: 'application/jwt', range: `bytes=${start}-`, 'if-range': partial.etag }
  }
  const accept = stored === undefined ? 'application/jwt' : `${BUNDLE_DELTA_TYPE}, application/jwt;q=0.5`
  return { accept, ...(stored?.etag !== undefined && { 'if-none-match': stored.etag }) }
}

function applyDelta({ token }: StoredBundle, text: string): string {
  const parsed = BundleDeltaSchema.safeParse(parseJson(text, 'bundle'))
  if (parsed.success) return applyBundleDelta(token, parsed.data)
  const reason = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new CredentialError('bundle_malformed', `The way to the next bundle is malformed at "${reason}".`, { reason })
}

function unavailable(status: number): CredentialError<'bundle_unavailable'> {
  const message = `No bundle is distributed at this address (${status}); the last one stays in use. Check the address.`
  return new CredentialError('bundle_unavailable', message, { status })
}
