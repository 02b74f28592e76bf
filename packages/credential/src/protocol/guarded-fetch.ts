import { CredentialError } from '../errors.ts'

export type GuardedFetchOptions = {
  /** Development only: `http` and private addresses for the loopback interface, and for nothing else. */
  readonly allowLoopbackHttp: boolean
  readonly maxBytes: number
  readonly timeoutMilliseconds: number
  /** Told each piece of an answer as it arrives, so that what came before a cut is not lost. */
  readonly onChunk?: (chunk: Uint8Array, response: Response) => void
}

const NULL_BODY_STATUSES: readonly number[] = [204, 205, 304]
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
/**
 * Literals that are not public (IANA's registries of special-purpose addresses) and names that never are. Every IPv6
 * literal is among them: nobody names an issuer by one. Where a name resolves to is the business of the network.
 */
const NOT_PUBLIC = new RegExp(
  [
    '^(0|10|127|22[4-9]|23\\d|24\\d|25[0-5])\\.',
    '^169\\.254\\.|^192\\.168\\.|^192\\.0\\.[02]\\.|^192\\.88\\.99\\.|^198\\.1[89]\\.|^198\\.51\\.100\\.|^203\\.0\\.113\\.',
    '^172\\.(1[6-9]|2\\d|3[01])\\.|^100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\.',
    '^\\[',
    '(^|\\.)(localhost|local|internal|home\\.arpa)$',
  ].join('|'),
)

/**
 * A `fetch` for addresses that came from outside: https only, no private address, no redirects, bounded in size and
 * time (draft-ietf-oauth-sd-jwt-vc, section 7.1; OpenID4VP 1.0, section 14.3).
 *
 * @throws CredentialError (from the returned function) `address_refused`, `address_unreachable`, `too_large`
 */
export function createGuardedFetch(
  fetch: typeof globalThis.fetch,
  options: GuardedFetchOptions,
): typeof globalThis.fetch {
  return async (input, init) => {
    const url = readAddress(input)
    checkAddress(url, options)
    const signal = AbortSignal.timeout(options.timeoutMilliseconds)
    try {
      const response = await fetch(url, { ...init, redirect: 'error', signal })
      return new Response(await readBounded(response, options), {
        status: response.status,
        statusText: response.statusText,
        headers: withoutContentEncoding(response.headers),
      })
    } catch (cause) {
      if (cause instanceof CredentialError) throw cause
      const message = `${url.host} did not answer; check that it runs and that this address is right.`
      throw new CredentialError('address_unreachable', message, { host: url.host }, { cause })
    }
  }
}

function readAddress(input: RequestInfo | URL): URL {
  const address = input instanceof Request ? input.url : String(input)
  if (URL.canParse(address)) return new URL(address)
  throw new CredentialError('address_refused', 'What should be fetched is not an address.', { host: '' })
}

function checkAddress(url: URL, { allowLoopbackHttp }: GuardedFetchOptions): void {
  // A name with the dot of the root at its end is the same name.
  const hostname = url.hostname.replace(/\.$/, '')
  const loopbackAllowed = allowLoopbackHttp && LOOPBACK.test(hostname)
  if (loopbackAllowed && (url.protocol === 'http:' || url.protocol === 'https:')) return
  if (url.protocol === 'https:' && !NOT_PUBLIC.test(hostname) && url.username === '' && url.password === '') return
  const message = `${url.protocol}//${url.host} is not fetched: only public https addresses are (loopback http with --dev).`
  throw new CredentialError('address_refused', message, { host: url.host })
}

async function readBounded(
  response: Response,
  { maxBytes: limit, onChunk }: GuardedFetchOptions,
): Promise<Uint8Array<ArrayBuffer> | null> {
  // A browser gives a body to answers that have none, and takes none back for them (Fetch standard, null body status).
  if (response.body === null || NULL_BODY_STATUSES.includes(response.status)) return null
  const chunks: Uint8Array[] = []
  let length = 0
  // Not `for await`: not every browser can walk over a body.
  const reader = response.body.getReader()
  for (;;) {
    const { done, value: chunk } = await reader.read()
    if (done) break
    length += chunk.length
    if (length > limit) {
      // Nobody reads the rest; its sender need not go on.
      void reader.cancel().catch(() => {})
      throw new CredentialError('too_large', `The answer has more than ${limit} bytes.`, { what: 'answer', limit })
    }
    chunks.push(chunk)
    onChunk?.(chunk, response)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The body was decoded while it was read; its length and encoding no longer say the truth. */
function withoutContentEncoding(headers: Headers): Headers {
  const kept = new Headers(headers)
  kept.delete('content-encoding')
  kept.delete('content-length')
  return kept
}
