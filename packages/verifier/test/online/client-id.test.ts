// OpenID4VP 1.0, section 5.9.3: what each client identifier prefix demands of the request.
import { X509Certificate } from 'node:crypto'
import { parseJws } from '@bai/credential'
import { certifyForDevelopment } from '@bai/credential/x509'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasPrefix, walletBaseUrl } from '../../node/online/verifier-identity.ts'
import { anchor } from '../support/gate.ts'
import { type OnlineVerifier, startOnlineVerifier } from '../support/start-online-verifier.ts'

let verifier: OnlineVerifier
beforeAll(async () => {
  verifier = await startOnlineVerifier()
})
afterAll(() => verifier[Symbol.asyncDispose]())

const parametersOf = (address: string) => new URL(address).searchParams

test('x509_san_dns: the host of the response_uri is the one in the client_id, and a name in the leaf', async () => {
  const made = await verifier.ask({ client_id_prefix: 'x509_san_dns', by_value: true })
  const asked = await verifier.read(made)
  const host = asked.client_id.replace('x509_san_dns:', '')
  expect(new URL(asked.response_uri).hostname).toBe(host)
  const { header } = parseJws(parametersOf(made.request_uri).get('request') ?? '')
  const [leaf = ''] = header['x5c'] as readonly string[]
  const { subjectAltName = '' } = new X509Certificate(Buffer.from(leaf, 'base64'))
  expect(subjectAltName.split(', ')).toContain(`DNS:${host}`)
  expect((await verifier.answer(asked)).status).toBe(200)
})

test('x509_san_dns: the request is fetched at that host as well', async () => {
  const { request_uri: address } = await verifier.ask({ client_id_prefix: 'x509_san_dns' })
  expect(new URL(parametersOf(address).get('request_uri') ?? '').hostname).toBe('localhost')
})

test('redirect_uri: the client_id is the response_uri, and nothing is signed', async () => {
  const { request_uri: address } = await verifier.ask({ client_id_prefix: 'redirect_uri' })
  const parameters = parametersOf(address)
  expect(parameters.get('client_id')).toBe(`redirect_uri:${parameters.get('response_uri')}`)
  expect([parameters.has('request'), parameters.has('request_uri')]).toEqual([false, false])
})

test.each([
  ['x509_san_dns', 'https://verifier.example', 'https://verifier.example'],
  ['x509_san_dns', 'https://verifier.example/below', 'https://verifier.example/below'],
  ['x509_san_dns', 'http://127.0.0.1:8802', 'http://verifier.example:8802'],
  ['x509_hash', 'http://127.0.0.1:8802', 'http://127.0.0.1:8802'],
] as const)('under %s wallets of %s call %s', (prefix, publicUrl, expected) => {
  const identity = { signer: anchor, certificates: [], dnsName: 'verifier.example' }
  expect(walletBaseUrl(identity, prefix, publicUrl)).toBe(expected)
})

test.each([
  ['its very name', 'gate.verifier.example', true],
  ['a wildcard', '*.verifier.example', false],
  ['another name', 'verifier.example', false],
])('x509_san_dns: a certificate for %s', async (_what, value, expected) => {
  const subject = { name: 'Gate', names: [{ type: 'dns', value } as const] }
  const { certificates } = await certifyForDevelopment(anchor.publicJwk, subject, new Date())
  const identity = { signer: anchor, certificates, dnsName: 'gate.verifier.example' }
  expect(hasPrefix(identity, 'x509_san_dns')).toBe(expected)
  expect(hasPrefix(identity, 'x509_hash')).toBe(true)
})
