import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type JsonObject, type Signer, signJws } from '@bai/credential'
import { importNodeSigner, type NodeSigner } from '@bai/credential/node'
import { createAuthority, type TestCertificate } from '../../../credential/test/support/certificate-authority.ts'

export type Lie = {
  /** Instead of the good members; undefined leaves one out. */
  readonly payload?: { readonly [name: string]: unknown }
  readonly header?: { readonly [name: string]: unknown }
  readonly signer?: Signer
  /** In the address, instead of the one that is signed. */
  readonly outerClientId?: string
  readonly forgetsWalletNonce?: boolean
  readonly prefix?: 'decentralized_identifier' | 'x509_hash' | 'x509_san_dns'
}

/** A small real verifier that can be made to lie, and what it received. */
export type LyingVerifier = AsyncDisposable & {
  readonly url: string
  readonly certificate: TestCertificate
  readonly anchor: string
  readonly signer: NodeSigner
  readonly received: URLSearchParams[]
  clientId(prefix: NonNullable<Lie['prefix']>): string
  /** @returns the address that a wallet follows */
  ask(lie?: Lie & { readonly method?: 'get' | 'post' }): string
  /** The same, carried whole. */
  askByValue(lie?: Lie): Promise<string>
  /** What the response URI answers. */
  answer: { status: number; body: string }
}

export async function startLyingVerifier(
  did: (signer: NodeSigner) => string,
  hash: (der: string) => string,
): Promise<LyingVerifier> {
  const authority = await createAuthority()
  const certificate = await authority.certify({ ca: false, names: [{ type: 'dns', value: 'localhost' }] })
  const signer = importNodeSigner(certificate.privateJwk as Record<string, string>)
  const received: URLSearchParams[] = []
  const answer = { status: 200, body: '{}' }
  let lie: Lie = {}
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', async () => {
      const form = new URLSearchParams(body)
      if (request.url === '/response') {
        received.push(form)
        return response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
      }
      const walletNonce = lie.forgetsWalletNonce ? undefined : (form.get('wallet_nonce') ?? undefined)
      response.end(await object(lie, walletNonce))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clientId = (prefix: NonNullable<Lie['prefix']>) => {
    if (prefix === 'x509_hash') return `x509_hash:${hash(certificate.der)}`
    return prefix === 'x509_san_dns' ? 'x509_san_dns:localhost' : `decentralized_identifier:${did(signer)}`
  }

  function object(
    { payload, header, prefix = 'decentralized_identifier', ...rest }: Lie,
    walletNonce?: string,
  ): Promise<string> {
    const claims = {
      aud: 'https://self-issued.me/v2',
      client_id: clientId(prefix),
      response_type: 'vp_token',
      response_mode: 'direct_post',
      response_uri: `${url}/response`,
      nonce: 'n'.repeat(43),
      state: 'state-of-the-request',
      dcql_query: {
        credentials: [
          {
            id: 'card',
            format: 'dc+sd-jwt',
            meta: { vct_values: ['urn:bai:th:id-card:1'] },
            claims: [{ path: ['sex'] }],
          },
        ],
      },
      ...(walletNonce !== undefined && { wallet_nonce: walletNonce }),
      ...payload,
    }
    const key = prefix === 'decentralized_identifier' ? { kid: `${did(signer)}#0` } : { x5c: [certificate.der] }
    const clean = (value: object) => JSON.parse(JSON.stringify(value)) as JsonObject
    return signJws(clean({ typ: 'oauth-authz-req+jwt', ...key, ...header }), clean(claims), rest.signer ?? signer)
  }

  return {
    url,
    certificate,
    anchor: authority.der,
    signer,
    received,
    answer,
    clientId,
    ask: ({ method = 'post', ...told } = {}) => {
      lie = told
      const client_id = told.outerClientId ?? clientId(told.prefix ?? 'decentralized_identifier')
      const query = {
        client_id,
        request_uri: `${url}/request`,
        ...(method === 'post' && { request_uri_method: 'post' }),
      }
      return `openid4vp://?${new URLSearchParams(query)}`
    },
    askByValue: async (told = {}) => {
      const client_id = told.outerClientId ?? clientId(told.prefix ?? 'decentralized_identifier')
      return `openid4vp://?${new URLSearchParams({ client_id, request: await object(told) })}`
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
