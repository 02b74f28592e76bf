import { createGuardedFetch } from '@bai/credential'
import { UsageError } from './usage-error.ts'

export type CallWithToken = {
  readonly url: string
  /** Left out: whoever is called asks for none. */
  readonly token?: string | undefined
  readonly path: string
  /** Left out: the call is a GET. */
  readonly body?: string | undefined
  readonly contentType?: string
}

/** What the other side said, with its own code, so that a script sees the same code in process and over HTTP. */
class CallError extends Error {
  override readonly name = 'CallError'
  readonly code: string
  readonly details: unknown

  constructor(code: string, message: string, details: unknown) {
    super(message)
    this.code = code
    this.details = details
  }
}

/**
 * Calls a running issuer or verifier, with the token of an operator, an agency or a relying party. The address was typed by whoever calls, so loopback
 * http is meant.
 */
export async function callWithToken<T>({
  url,
  token,
  path,
  body,
  contentType = 'application/json',
}: CallWithToken): Promise<T> {
  if (!URL.canParse(url))
    throw new UsageError('option_malformed', '--url', '--url must be an address, as http://127.0.0.1:8800.')
  const guarded = createGuardedFetch(fetch, {
    allowLoopbackHttp: true,
    maxBytes: 1_000_000,
    timeoutMilliseconds: 120_000,
  })
  const sent = body === undefined ? { method: 'GET' } : { method: 'POST', body }
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': contentType }),
  }
  const response = await guarded(new URL(path, url), { ...sent, headers })
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>
  if (response.ok) return answer as T
  const code = String(answer['code'] ?? answer['error'] ?? 'call_refused')
  throw new CallError(
    code,
    String(answer['error_description'] ?? `${new URL(url).host} answered ${response.status}.`),
    answer['details'] ?? {},
  )
}
