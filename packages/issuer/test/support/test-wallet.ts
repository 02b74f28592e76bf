import { createHash, randomBytes } from 'node:crypto'
import { type JsonObject, jwkThumbprint, signJws } from '@bai/credential'
import { generateNodeSigner, type NodeSigner, nodePlatform } from '@bai/credential/node'
import { type Answer, call } from './protocol.ts'
import type { TestIssuer } from './start-test-issuer.ts'

export const REDIRECT_URI = 'https://wallet.example/callback'
export const CLIENT_ID = 'https://wallet.example'

export const random = () => randomBytes(24).toString('base64url')
export const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

type Post = { readonly headers?: Record<string, string>; readonly body: URLSearchParams | object }

/**
 * A wallet written from the specifications, on nothing of the issuer's: DPoP with the server's nonce, PKCE, pushed
 * requests. Header and claims of a proof can be replaced to make bad ones.
 */
export class TestWallet {
  readonly dpopKey: NodeSigner = generateNodeSigner()
  readonly issuer: TestIssuer
  #nonce = ''

  constructor(issuer: TestIssuer) {
    this.issuer = issuer
  }

  get thumbprint(): string {
    return jwkThumbprint(this.dpopKey.publicJwk, nodePlatform.digest)
  }

  dpop(path: string, claims: JsonObject = {}, header: JsonObject = {}): Promise<string> {
    return signJws(
      { typ: 'dpop+jwt', jwk: this.dpopKey.publicJwk as unknown as JsonObject, ...header },
      {
        htm: 'POST',
        htu: this.issuer.url + path,
        iat: Math.floor(this.issuer.clock.now.getTime() / 1000),
        jti: random(),
        nonce: this.#nonce,
        ...claims,
      },
      this.dpopKey,
    )
  }

  /** Posts with a DPoP proof, and once more with the nonce that the server then gave (RFC 9449, section 8). */
  async post(path: string, { headers = {}, body }: Post, accessToken?: string): Promise<Answer> {
    const ath = accessToken === undefined ? {} : { ath: s256(accessToken) }
    const send = async () =>
      call(this.issuer.url + path, {
        method: 'POST',
        headers: {
          ...(accessToken !== undefined && { authorization: `DPoP ${accessToken}` }),
          ...(!(body instanceof URLSearchParams) && { 'content-type': 'application/json' }),
          dpop: await this.dpop(path, ath),
          ...headers,
        },
        body: body instanceof URLSearchParams ? body : JSON.stringify(body),
      })
    const first = await send()
    this.#nonce = first.headers.get('dpop-nonce') ?? this.#nonce
    return first.body['error'] === 'use_dpop_nonce' ? send() : first
  }

  /** @returns the page's address, and the verifier that goes with its challenge */
  async push(parameters: Record<string, string> = {}, headers: Record<string, string> = {}) {
    const verifier = random() + random()
    const answer = await this.post('/par', {
      headers,
      body: new URLSearchParams({
        client_id: CLIENT_ID,
        response_type: 'code',
        redirect_uri: REDIRECT_URI,
        state: 'state-of-the-wallet',
        scope: 'id-card house-registration',
        code_challenge: s256(verifier),
        code_challenge_method: 'S256',
        ...parameters,
      }),
    })
    const query = new URLSearchParams({ client_id: CLIENT_ID, request_uri: answer.body['request_uri'] })
    return { answer, verifier, page: `${this.issuer.url}/authorize?${query}` }
  }

  token(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post('/token', { headers, body: new URLSearchParams({ client_id: CLIENT_ID, ...fields }) })
  }

  /** The whole of it: pushed, signed in, redeemed. */
  async authorize(person: Person, parameters: Record<string, string> = {}): Promise<Answer> {
    const { page, verifier } = await this.push(parameters)
    const { location } = await signIn(page, person)
    const code = location?.searchParams.get('code') ?? ''
    return this.token({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT_URI })
  }
}

type Person = { readonly citizen_number: string; readonly birth_date: string }

/** What a browser does on the sign-in page: opens it, keeps its cookie, sends its form. */
export async function signIn(page: string, person: Person, fields: Record<string, string> = {}) {
  const opened = await fetch(page, { redirect: 'manual' })
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const html = await opened.text()
  const requestUri = new URL(page).searchParams.get('request_uri') ?? ''
  const action = new URL('/authorize/sign-in', page)
  const sent = await fetch(action, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams({ request_uri: requestUri, answer: 'agree', ...person, ...fields }),
  })
  const location = sent.headers.get('location')
  return {
    opened,
    html,
    cookie,
    status: sent.status,
    page: await sent.text(),
    location: location === null ? undefined : new URL(location),
  }
}
