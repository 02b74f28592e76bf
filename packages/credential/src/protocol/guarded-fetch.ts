import { CredentialError } from '../errors.ts'

export type GuardedFetchOptions = {
  /** Development only: `http` and private addresses for the loopback interface, and for nothing else. */
  readonly allowLoopbackHttp: boolean
  readonly maxBytes: number
  readonly timeoutMilliseconds: number
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
/** RFC 1918, 4193, 3927, 4291 and the unspecified address, as literals; names are the business of the network's resolver. */
const PRIVATE =
  /^(0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[|localhost$)/

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
    const url = new URL(input instanceof Request ? input.url : input)
    checkAddress(url, options)
    const signal = AbortSignal.timeout(options.timeoutMilliseconds)
    let response: Response
    try {
      response = await fetch(url, { ...init, redirect: 'error', signal })
    } catch (cause) {
      const message = `${url.host} did not answer; check that it runs and that this address is right.`
      throw new CredentialError('address_unreachable', message, { host: url.host }, { cause })
    }
    return new Response(await readBounded(response, options.maxBytes), {
      status: response.status,
      statusText: response.statusText,
      headers: withoutContentEncoding(response.headers),
    })
  }
}

function checkAddress(url: URL, { allowLoopbackHttp }: GuardedFetchOptions): void {
  const loopbackAllowed = allowLoopbackHttp && LOOPBACK.test(url.hostname)
  if (loopbackAllowed && (url.protocol === 'http:' || url.protocol === 'https:')) return
  if (url.protocol === 'https:' && !PRIVATE.test(url.hostname) && url.username === '' && url.password === '') return
  const message = `${url.protocol}//${url.host} is not fetched: only public https addresses are (loopback http with --dev).`
  throw new CredentialError('address_refused', message, { host: url.host })
}

async function readBounded(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null || response.status === 204) return null
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > limit)
      throw new CredentialError('too_large', `The answer has more than ${limit} bytes.`, { what: 'answer', limit })
    chunks.push(chunk)
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
