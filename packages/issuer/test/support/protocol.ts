import { type JsonObject, signJws } from '@bai/credential'
import { generateNodeSigner, type NodeSigner } from '@bai/credential/node'
import { OPERATOR_TOKEN, type TestIssuer } from './start-test-issuer.ts'

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Record<string, any> }

/** Calls the issuer and reads the JSON that it answers. */
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
}

export function postJson(url: string, body: unknown, token?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  return call(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
}

export function postForm(url: string, fields: Record<string, string>): Promise<Answer> {
  return call(url, { method: 'POST', body: new URLSearchParams(fields) })
}

/** An operator's offer, taken apart. */
export async function makeOffer(issuer: TestIssuer, citizen: string, body: Record<string, unknown> = {}) {
  const request = { citizen_number: citizen, types: ['id-card', 'house-registration'], reason: 'a test', ...body }
  const answer = await postJson(`${issuer.url}/operator/offers`, request, OPERATOR_TOKEN)
  if (answer.status !== 201) return { answer, code: '', txCode: '' }
  const offer = JSON.parse(new URL(answer.body['offer_uri']).searchParams.get('credential_offer') ?? '')
  const grant = offer.grants['urn:ietf:params:oauth:grant-type:pre-authorized_code']
  return { answer, offer, code: grant['pre-authorized_code'] as string, txCode: answer.body['tx_code'] as string }
}

export function redeem(issuer: TestIssuer, fields: Record<string, string>): Promise<Answer> {
  return postForm(`${issuer.url}/token`, {
    grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
    ...fields,
  })
}

/** The token of a fresh offer. */
export async function accessToken(
  issuer: TestIssuer,
  citizen: string,
  body?: Record<string, unknown>,
): Promise<string> {
  const { code, txCode } = await makeOffer(issuer, citizen, body)
  const { body: answer } = await redeem(issuer, {
    'pre-authorized_code': code,
    ...(txCode !== undefined && { tx_code: txCode }),
  })
  return answer['access_token']
}

export async function freshNonce(issuer: TestIssuer): Promise<string> {
  return (await call(`${issuer.url}/nonce`, { method: 'POST' })).body['c_nonce']
}

/** A key proof as OpenID4VCI 1.0 wants it; header and claims can be replaced to make bad ones. */
export function makeProof(
  issuer: TestIssuer,
  nonce: string,
  signer: NodeSigner = generateNodeSigner(),
  header: JsonObject = {},
  claims: JsonObject = {},
) {
  return signJws(
    { typ: 'openid4vci-proof+jwt', jwk: signer.publicJwk, ...header },
    { aud: issuer.url, iat: Math.floor(issuer.clock.now.getTime() / 1000), nonce, ...claims },
    signer,
  )
}

export function requestCredential(issuer: TestIssuer, token: string, body: Record<string, unknown>): Promise<Answer> {
  return postJson(`${issuer.url}/credential`, { credential_configuration_id: 'id-card', ...body }, token)
}
