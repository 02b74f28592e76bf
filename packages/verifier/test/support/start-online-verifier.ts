import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JsonObject, parseJsonObject, parseJws, signBundle } from '@bai/credential'
import { CompactEncrypt, type JWK } from 'jose'
import { type ServedVerifier, type ServeVerifierOptions, serveVerifier } from '../../node/index.ts'
import { PolicySchema } from '../../src/index.ts'
import { anchor, CLAIMS, FRAME, holder, issuer, LIST, queryOf, seconds, statusListOf, VCT } from './gate.ts'
import { issue, present } from './parties.ts'

export const POLICY = PolicySchema.parse({
  name: 'gate',
  client_name: { th: 'ประตู', en: 'Gate' },
  purpose: { th: 'ดูชื่อ', en: 'To see your name' },
  dcql_query: { credentials: [queryOf([['given_name']])] },
})
export const KEEPING = PolicySchema.parse({
  ...POLICY,
  name: 'keeping',
  retention: { claims: [['given_name']], seconds: 3600 },
})
const BY_HAND = PolicySchema.parse({ ...POLICY, name: 'by-hand', presented_by: ['two-scan'] })

export type Made = {
  readonly id: string
  readonly request_uri: string
  readonly status_uri: string
  readonly qr_uri: string
  readonly expires_at: string
}

/** What a wallet reads of a request, in whichever way it was carried. */
export type Asked = {
  readonly client_id: string
  readonly nonce: string
  readonly state: string
  readonly response_uri: string
  readonly response_mode: string
  readonly client_metadata: { readonly jwks?: { readonly keys: readonly JWK[] } }
}

/** A verifier on loopback, and both sides that call it. */
export type OnlineVerifier = AsyncDisposable & {
  readonly url: string
  readonly served: ServedVerifier
  readonly bundlePath: string
  readonly faults: unknown[]
  /** The relying party's call. */
  call(path: string, init?: RequestInit & { token?: string }): Promise<{ status: number; body: any; headers: Headers }>
  ask(body?: object): Promise<Made>
  /** The wallet's: reads the request. */
  read(made: Made): Promise<Asked>
  /** A good answer to what was asked, or what is given instead, in the response mode that was asked for. */
  answer(asked: Asked, instead?: Answering): Promise<{ status: number; body: any }>
}
export type Answering = {
  readonly vpToken?: unknown
  readonly state?: string
  readonly error?: string
  readonly enc?: string
  readonly key?: JWK
  readonly revoked?: boolean
}

export async function startOnlineVerifier(options: Partial<ServeVerifierOptions> = {}): Promise<OnlineVerifier> {
  const folder = await mkdtemp(join(tmpdir(), 'bai-online-'))
  const bundlePath = join(folder, 'bundle.jwt')
  await writeBundle(bundlePath, 1)
  const faults: unknown[] = []
  const served = await serveVerifier({
    dataFolder: folder,
    policies: [POLICY, KEEPING, BY_HAND],
    bundlePath,
    anchors: [anchor.publicJwk],
    host: '127.0.0.1',
    port: 0,
    report: (fault) => faults.push(fault),
    ...options,
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  const { url } = served
  const call: OnlineVerifier['call'] = async (path, { token, ...init } = {}) => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...init.headers,
    }
    const response = await fetch(new URL(path, url), { ...init, headers })
    return { status: response.status, body: await response.json().catch(() => undefined), headers: response.headers }
  }
  return {
    url,
    served,
    bundlePath,
    faults,
    call,
    ask: async (body = {}) => {
      const made = await call('/requests', { method: 'POST', body: JSON.stringify({ policy: 'gate', ...body }) })
      if (made.status !== 201) throw new Error(JSON.stringify(made.body))
      return made.body
    },
    read: async ({ request_uri: address }) => {
      const parameters = new URL(address).searchParams
      const byReference = parameters.get('request_uri')
      if (byReference !== null) return claimsOf(await (await fetch(byReference)).text())
      const byValue = parameters.get('request')
      if (byValue !== null) return claimsOf(byValue)
      const plain = Object.fromEntries(parameters) as unknown as Asked & { client_metadata: string }
      return { ...plain, client_metadata: JSON.parse(plain.client_metadata) }
    },
    answer: async (asked, instead = {}) => {
      const response = await fetch(asked.response_uri, { method: 'POST', body: await formOf(asked, instead) })
      return { status: response.status, body: await response.json() }
    },
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const claimsOf = (jws: string) => parseJsonObject(parseJws(jws).payload, 'request') as unknown as Asked

async function formOf(asked: Asked, instead: Answering): Promise<URLSearchParams> {
  const { state = asked.state, error, enc = 'A256GCM' } = instead
  const vpToken = instead.vpToken ?? { card: [await presentationFor(asked, instead)] }
  if (error !== undefined) return new URLSearchParams({ error, state })
  if (asked.response_mode === 'direct_post') return new URLSearchParams({ vp_token: JSON.stringify(vpToken), state })
  const key = instead.key ?? asked.client_metadata.jwks?.keys[0]
  if (key === undefined) throw new Error('No key to encrypt for.')
  const response = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ vp_token: vpToken, state })))
    .setProtectedHeader({ alg: 'ECDH-ES', enc, ...(key.kid !== undefined && { kid: key.kid }) })
    .encrypt(key)
  return new URLSearchParams({ response })
}

/** The holder's, made now. */
export async function presentationFor(asked: Asked, { revoked = false }: Answering = {}): Promise<string> {
  const now = new Date()
  const claims: JsonObject = {
    ...CLAIMS,
    iat: seconds(now) - 86_400,
    nbf: seconds(now) - 86_400,
    exp: seconds(now) + 86_400,
    status: { status_list: { uri: LIST, idx: revoked ? 9 : 5 } },
  }
  return present(await issue(issuer, { claims, frame: FRAME }), {
    holder,
    request: asked,
    now,
    disclose: ['given_name'],
  })
}

/** A bundle of now, in which entry 9 is revoked. */
export async function writeBundle(path: string, sequence: number, signer = anchor): Promise<void> {
  const now = seconds(new Date())
  const offset = now - Math.floor(Date.parse('2026-11-20T09:00:00Z') / 1000)
  const token = await signBundle(
    {
      version: 1,
      sequence,
      iat: now,
      next: now + 3600,
      exp: now + 7200,
      issuers: [
        {
          id: issuer.did,
          name: { th: 'ก', en: 'A' },
          did_document: issuer.document,
          credential_types: [VCT],
          since: 0,
        },
      ],
      status_lists: [await statusListOf({ 9: 1 }, { listIssued: offset, listExpires: offset + 7200 })],
      type_metadata: {},
      verifiers: [],
    },
    'anchor',
    signer,
  )
  await writeFile(path, token)
}
