import express, { type Request, Router } from 'express'
import { OnlineError } from './online-errors.ts'
import { fetchRequestObject, type OnlineVerifierDependencies } from './online-verifier.ts'
import type { WalletAnswer } from './read-wallet-answer.ts'
import { receiveAnswer } from './receive-answer.ts'

/** Room for two portraits in two presentations, encrypted. */
const MAX_ANSWER_BYTES = 1_000_000
const MAX_FORM_BYTES = 20_000
/** OpenID4VP 1.0, section 5.10: whatever the wallet likes; bounded, for it is signed and sent back. */
const WALLET_NONCE = /^[\x21-\x7e]{1,500}$/

/** What wallets call: the request object (OpenID4VP 1.0, section 5.10) and the response URI (section 8.2). */
export function walletRoutes(dependencies: OnlineVerifierDependencies): Router {
  const router = Router()
  const form = (limit: number) => express.urlencoded({ extended: false, limit, parameterLimit: 20 })
  const send = async (handle: string, walletNonce: string | undefined) => ({
    type: 'application/oauth-authz-req+jwt',
    body: await fetchRequestObject(handle, walletNonce, dependencies),
  })
  router.get('/vp/requests/:handle', async (request, response) => {
    const { type, body } = await send(request.params.handle, undefined)
    response.set('cache-control', 'no-store').type(type).send(Buffer.from(body, 'ascii'))
  })
  router.post('/vp/requests/:handle', form(MAX_FORM_BYTES), async (request, response) => {
    const { type, body } = await send(request.params.handle, walletNonceOf(request))
    response.set('cache-control', 'no-store').type(type).send(Buffer.from(body, 'ascii'))
  })
  router.post('/vp/responses/:handle', form(MAX_ANSWER_BYTES), async (request, response) => {
    const answer = (request.body ?? {}) as WalletAnswer
    const { redirectUri, receipt } = await receiveAnswer(request.params.handle, answer, dependencies)
    response.set('cache-control', 'no-store').json({ redirect_uri: redirectUri, receipt })
  })
  /** For a page that waits: that there is an outcome, and not which. */
  router.get('/vp/status/:handle', (request, response) => {
    const record = dependencies.store.byHandle(request.params.handle)
    if (record === undefined) throw new OnlineError('request_unknown', 'There is no such request.', {})
    const isExpired = record.outcome.status === 'pending' && dependencies.now() >= record.expiresAt
    response.set('cache-control', 'no-store').json({ status: isExpired ? 'expired' : record.outcome.status })
  })
  return router
}

function walletNonceOf({ body }: Request): string | undefined {
  const nonce: unknown = (body as { wallet_nonce?: unknown } | undefined)?.wallet_nonce
  if (nonce === undefined) return undefined
  if (typeof nonce === 'string' && WALLET_NONCE.test(nonce)) return nonce
  const expected = 'up to 500 printable characters'
  throw new OnlineError('request_malformed', `wallet_nonce: expected ${expected}.`, { field: 'wallet_nonce', expected })
}
