import { createGuardedFetch } from '@bai/credential'
import { UsageError } from './usage-error.ts'

type OperatorCall = {
  readonly url: string
  readonly token: string | undefined
  readonly path: string
  readonly body: string
  readonly contentType?: string
}

/** What the issuer said, with its own code, so that a script sees the same code in process and over HTTP. */
class OperatorCallError extends Error {
  override readonly name = 'OperatorCallError'
  readonly code: string
  readonly details: unknown

  constructor(code: string, message: string, details: unknown) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** Calls an operator's endpoint of a running issuer. The address was typed by the operator, so loopback http is meant. */
export async function callOperator<T>({
  url,
  token,
  path,
  body,
  contentType = 'application/json',
}: OperatorCall): Promise<T> {
  if (!URL.canParse(url))
    throw new UsageError(
      'option_malformed',
      '--url',
      '--url must be the address of the issuer, as http://127.0.0.1:8800.',
    )
  if (token === undefined)
    throw new UsageError(
      'option_malformed',
      '--token',
      '--token is needed: the operator token that `issuer serve` printed.',
    )
  const guarded = createGuardedFetch(fetch, {
    allowLoopbackHttp: true,
    maxBytes: 1_000_000,
    timeoutMilliseconds: 120_000,
  })
  const response = await guarded(new URL(path, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    body,
  })
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>
  if (response.ok) return answer as T
  const code = String(answer['code'] ?? answer['error'] ?? 'issuer_refused')
  throw new OperatorCallError(
    code,
    String(answer['error_description'] ?? `The issuer answered ${response.status}.`),
    answer['details'] ?? {},
  )
}
