import express, { type RequestHandler, Router } from 'express'
import * as z from 'zod'
import { isSame } from './is-same.ts'
import { OnlineError } from './online-errors.ts'
import { makeRequest, type OnlineVerifierDependencies } from './online-verifier.ts'
import { RESPONSE_MODES, type RequestRecord } from './request-store.ts'
import { CLIENT_ID_PREFIXES } from './verifier-identity.ts'

export type RelyingPartyDependencies = OnlineVerifierDependencies & {
  /** Bearer token of the relying party; undefined where only this machine can call. */
  readonly token: string | undefined
}

const MAX_BODY_BYTES = 20_000
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/

/** The body of `POST /requests`. */
export const MakeRequestSchema = z.strictObject({
  policy: z.string().max(60),
  response_mode: z.enum(RESPONSE_MODES).optional(),
  client_id_prefix: z.enum(CLIENT_ID_PREFIXES).optional(),
  by_value: z.boolean().optional(),
  /** Same device: where the person goes on. */
  redirect_uri: z
    .url()
    .max(2000)
    .refine((uri) => /^https:/.test(uri) || LOOPBACK.test(uri), 'https, or http on loopback')
    .optional(),
})

/** What an agency's own server calls: make a request, fetch its outcome, drop it. */
export function relyingPartyRoutes(dependencies: RelyingPartyDependencies): Router {
  const { store, policies } = dependencies
  const router = Router()
  router.use(['/requests', '/policies', '/retained'], bearerOnly(dependencies.token), noStore)
  router.get('/policies', (_request, response) => {
    response.json({ policies: [...policies.values()].map(({ name, title, purpose }) => ({ name, title, purpose })) })
  })
  router.post('/requests', express.json({ limit: MAX_BODY_BYTES }), async (request, response) => {
    const body = parseBody(request.body)
    const { record, address } = await makeRequest(
      {
        policy: body.policy,
        responseMode: body.response_mode,
        prefix: body.client_id_prefix,
        byValue: body.by_value,
        redirectUri: body.redirect_uri,
      },
      dependencies,
    )
    response.status(201).json({
      id: record.id,
      request_uri: address,
      status_uri: `${dependencies.publicUrl}/vp/status/${record.handle}`,
      qr_uri: `${dependencies.publicUrl}/vp/qr/${record.handle}`,
      expires_at: record.expiresAt.toISOString(),
    })
  })
  router.get('/requests/:id', (request, response) => {
    const record = find(request.params.id, dependencies)
    checkResponseCode(record, request.query['response_code'])
    response.json(outcomeOf(record, dependencies.now()))
  })
  router.delete('/requests/:id', (request, response) => {
    store.remove(find(request.params.id, dependencies).id)
    response.status(204).end()
  })
  /** What policies keep (ARF 3.0, OIA_16). */
  router.get('/retained', (_request, response) => {
    response.json({ records: store.retained() })
  })
  return router
}

function outcomeOf({ id, outcome, expiresAt, policy }: RequestRecord, now: Date): object {
  const base = { id, policy: policy.name }
  if (outcome.status === 'answered') return { ...base, status: 'answered', verdict: outcome.verdict }
  if (outcome.status === 'refused') return { ...base, status: 'refused', error: outcome.error }
  return { ...base, status: now >= expiresAt ? 'expired' : 'pending' }
}

/**
 * On the same device, the outcome is for whoever was sent on with the response code: somebody who was sent the request by
 * an attacker would not have been (OpenID4VP 1.0, section 14.2).
 */
function checkResponseCode({ responseCode, outcome }: RequestRecord, given: unknown): void {
  if (responseCode === undefined || outcome.status === 'pending') return
  if (typeof given === 'string' && isSame(given, responseCode)) return
  const message = 'This request was for the same device: send the response_code that the person came back with.'
  throw new OnlineError('response_code_wrong', message, {})
}

function find(id: string, { store }: OnlineVerifierDependencies): RequestRecord {
  const record = store.byId(id)
  if (record === undefined) throw new OnlineError('request_unknown', 'There is no such request, or it was dropped.', {})
  return record
}

function parseBody(body: unknown): z.infer<typeof MakeRequestSchema> {
  const parsed = MakeRequestSchema.safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'body'
  const expected = issue?.message ?? 'another value'
  throw new OnlineError('request_malformed', `${field}: ${expected}.`, { field, expected })
}

function bearerOnly(token: string | undefined): RequestHandler {
  return (request, _response, next) => {
    const given = /^Bearer (.{1,500})$/i.exec(request.get('authorization') ?? '')?.[1]
    if (token === undefined || (given !== undefined && isSame(given, token))) return next()
    throw new OnlineError('unauthorized', 'Send the token of this verifier as a bearer token.', {})
  }
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
}
