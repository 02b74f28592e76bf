import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Requests one after the other, as one wallet makes them. */
export type HttpOrder = {
  readonly url: string
  readonly token: string
  /** Copies of the card in one request, each to a key of its own. */
  readonly copies: number
  readonly requests: number
  /** Wallets at the same time; left out: one. */
  readonly atOnce?: number
}

/** From asking for the nonce to having the answer with the credentials. */
export type Round = { readonly microseconds: number; readonly characters: number }

/** A wallet in a process of its own. */
export function openHttpClient(): AsyncDisposable & { measure(order: HttpOrder): Promise<readonly Round[]> } {
  const client = fork(fileURLToPath(new URL('./http-client-process.ts', import.meta.url)), {
    execArgv: process.execArgv,
  })
  return {
    measure: ({ url, token, copies, requests, atOnce = 1 }) =>
      new Promise((resolve, reject) => {
        client.once('message', (answer: { rounds: readonly Round[] } | { failure: string }) => {
          if ('rounds' in answer) resolve(answer.rounds)
          else reject(new Error(answer.failure))
        })
        client.send({ url, token, copies, requests, atOnce } satisfies HttpOrder)
      }),
    [Symbol.asyncDispose]: async () => {
      const ended = once(client, 'exit')
      client.disconnect()
      await ended
    },
  }
}
