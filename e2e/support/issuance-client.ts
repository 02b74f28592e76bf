import {
  jwkThumbprint,
  type PublicJwk,
  parseJsonObject,
  parseSdJwt,
  readStatusReference,
  type StatusReference,
  signJws,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'

/** Where an issuer is, and who may tell it to offer. */
export type Address = { readonly url: string; readonly operatorToken: string | undefined }

/** What a client knows of a credential that it got an answer for. */
export type Answered = { readonly status: StatusReference; readonly keyThumbprint: string }

const PRE_AUTHORIZED_CODE = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

/** An operator's call, which must be answered with success. */
export async function callOperator(
  { url, operatorToken }: Address,
  path: string,
  body: string,
  contentType = 'application/json',
): Promise<Record<string, string>> {
  const headers = { authorization: `Bearer ${operatorToken}`, 'content-type': contentType }
  return succeed(await fetch(url + path, { method: 'POST', headers, body }))
}

/** Has an offer without transaction code made. @returns its pre-authorised code */
export async function offerCode(issuer: Address, citizenNumber: string, types: readonly string[]): Promise<string> {
  const body = { citizen_number: citizenNumber, types, reason: 'a test', tx_code: false }
  const { offer_uri: uri = '' } = await callOperator(issuer, '/operator/offers', JSON.stringify(body))
  const offer = JSON.parse(new URL(uri).searchParams.get('credential_offer') ?? '')
  return offer.grants[PRE_AUTHORIZED_CODE]['pre-authorized_code']
}

export function redeem({ url }: Address, code: string): Promise<Response> {
  const body = new URLSearchParams({ grant_type: PRE_AUTHORIZED_CODE, 'pre-authorized_code': code })
  return fetch(`${url}/token`, { method: 'POST', body })
}

/** Redeems a code that must be good. @returns the access token */
export async function redeemForToken(issuer: Address, code: string): Promise<string> {
  const { access_token: token = '' } = await succeed(await redeem(issuer, code))
  return token
}

/** Requests copies of one credential, each to a new key, in one request. */
export async function requestCopies(
  { url }: Address,
  accessToken: string,
  configurationId: string,
  copies: number,
): Promise<readonly Answered[]> {
  const { c_nonce: nonce = '' } = await succeed(await fetch(`${url}/nonce`, { method: 'POST' }))
  const proof = () => {
    const signer = generateNodeSigner()
    const claims = { aud: url, iat: Math.floor(Date.now() / 1000), nonce }
    return signJws({ typ: 'openid4vci-proof+jwt', jwk: signer.publicJwk }, claims, signer)
  }
  const jwt = await Promise.all(Array.from({ length: copies }, proof))
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ credential_configuration_id: configurationId, proofs: { jwt } })
  const answer = await succeed<{ credentials: { credential: string }[] }>(
    await fetch(`${url}/credential`, { method: 'POST', headers, body }),
  )
  return answer.credentials.map(({ credential }) => read(credential))
}

function read(credential: string): Answered {
  const claims = parseJsonObject(parseSdJwt(credential).jws.payload, 'payload')
  const status = readStatusReference(claims)
  const { jwk } = claims['cnf'] as unknown as { jwk: PublicJwk }
  if (status === undefined) throw new Error('A credential without a status was issued.')
  return { status, keyThumbprint: jwkThumbprint(jwk, nodePlatform.digest) }
}

async function succeed<T = Record<string, string>>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}
