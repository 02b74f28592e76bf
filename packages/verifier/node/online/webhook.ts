import { createHmac } from 'node:crypto'
import { createGuardedFetch } from '@bai/credential'
import type { RequestNotice } from './online-verifier.ts'

export type WebhookOptions = {
  readonly url: string
  readonly secret: string
  readonly allowLoopbackHttp: boolean
  readonly fetch: typeof globalThis.fetch
  readonly wait: (milliseconds: number) => Promise<void>
  /** Told when a notice was given up. */
  readonly report: (error: unknown) => void
}

const TIMEOUT_MILLISECONDS = 10_000
/** Before the second, third and fourth attempt. */
const PAUSES_MILLISECONDS = [1_000, 10_000, 60_000]

/**
 * Tells a relying party that a request has an outcome. There is nothing personal in a notice: whoever is told fetches the
 * outcome with its token. `Bai-Signature` is the HMAC-SHA-256 of the body, in hexadecimal.
 */
export function createWebhook({ url, secret, allowLoopbackHttp, report, wait, ...given }: WebhookOptions) {
  const options = { allowLoopbackHttp, maxBytes: 10_000, timeoutMilliseconds: TIMEOUT_MILLISECONDS }
  const fetch = createGuardedFetch(given.fetch, options)
  return async (notice: RequestNotice): Promise<void> => {
    const body = JSON.stringify(notice)
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'bai-signature': signature }
    for (const pause of [...PAUSES_MILLISECONDS, undefined]) {
      try {
        const { ok, status } = await fetch(url, { method: 'POST', headers, body })
        if (ok) return
        throw new Error(`The webhook answered ${status}.`)
      } catch (error) {
        if (pause === undefined) return report(error)
        await wait(pause)
      }
    }
  }
}
