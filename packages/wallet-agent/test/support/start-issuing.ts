import { postJson } from '../../../issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../../../issuer/test/support/register-lines.ts'
import {
  OPERATOR_TOKEN,
  startTestIssuer,
  type TestIssuer,
  type TestIssuerOptions,
} from '../../../issuer/test/support/start-test-issuer.ts'
import type { HolderKey, WaitingWallet } from '../../src/index.ts'
import { createMemoryWallet } from './memory-wallet.ts'

export type Wire = {
  /** What is done to an answer on its way back; nothing unless a test lies. */
  change: (path: string, answer: Response) => Response | Promise<Response>
  /** What the wallet sent, in order. */
  readonly sent: { readonly path: string; readonly headers: Headers; readonly body: string }[]
}

export type WatchedWallet = {
  readonly wallet: WaitingWallet
  readonly wire: Wire
  /** What is in its key store. */
  readonly keys: ReadonlyMap<string, HolderKey>
}
export type Issuing = { readonly issuer: TestIssuer; open(): WatchedWallet }

/** A real issuer, and a wallet whose wire to it can be watched and can lie. */
export async function startIssuing(options: TestIssuerOptions = {}, portrait?: string): Promise<Issuing> {
  const issuer = await startTestIssuer([houseLine(), personLine(portrait === undefined ? {} : { portrait })], {
    development: true,
    ...options,
  })
  return { issuer, open: () => openWatchedWallet(issuer) }
}

function openWatchedWallet(issuer: TestIssuer): WatchedWallet {
  const keys = new Map<string, HolderKey>()
  const honest = createMemoryWallet(issuer.clock, keys)
  const wire: Wire = { change: (_, answer) => answer, sent: [] }
  const watched: typeof fetch = async (input, init) => {
    const path = new URL(String(input)).pathname
    wire.sent.push({ path, headers: new Headers(init?.headers), body: String(init?.body ?? '') })
    return wire.change(path, await honest.fetch(input, init))
  }
  const wallet: WaitingWallet = { ...honest, fetch: watched }
  return { wallet, wire, keys }
}

/** Changes the JSON of answers of one path. */
export function changing(path: string, change: (document: any) => unknown): Wire['change'] {
  return async (at, answer) => {
    if (at !== path || !answer.ok) return answer
    const { status, headers } = answer
    return new Response(JSON.stringify(change(await answer.json())), { status, headers })
  }
}

/** An offer without transaction code; by value unless told otherwise. */
export async function offerOf(
  issuer: TestIssuer,
  fields: Record<string, unknown> = {},
  form: 'offer_uri' | 'offer_uri_by_reference' = 'offer_uri',
): Promise<string> {
  const wish = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'a test', tx_code: false, ...fields }
  const { status, body } = await postJson(`${issuer.url}/operator/offers`, wish, OPERATOR_TOKEN)
  if (status !== 201) throw new Error(`No offer: ${JSON.stringify(body)}`)
  return body[form]
}

/** An offer for whoever signs in. */
export async function signInOfferOf(issuer: TestIssuer, types: readonly string[] = ['id-card']): Promise<string> {
  const wish = { grant: 'authorization_code', types, reason: 'a test' }
  const { body } = await postJson(`${issuer.url}/operator/offers`, wish, OPERATOR_TOKEN)
  return body['offer_uri']
}
