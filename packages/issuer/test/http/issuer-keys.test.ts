import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { keysOf, parseJws, verifyJws } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import * as x509 from '@peculiar/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessToken, call, freshNonce, makeProof, postJson, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY = 86_400_000

let issuer: TestIssuer
let start: Date
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()])
  start = issuer.clock.now
})
afterAll(() => issuer.close())

const operator = (path: string, body?: object) =>
  body === undefined
    ? call(`${issuer.url}/operator/issuer-keys${path}`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
    : postJson(`${issuer.url}/operator/issuer-keys${path}`, body, OPERATOR_TOKEN)
const states = async () =>
  Object.fromEntries((await operator('')).body['keys'].map(({ kid, state }: Record<string, string>) => [kid, state]))

async function receive() {
  const token = await accessToken(issuer, NUMBERS.head, { types: ['id-card'] })
  const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer))] }
  const { body } = await requestCredential(issuer, token, { proofs })
  return parseJws(body['credentials'][0].credential.split('~')[0])
}

/** With the DID document as it is now. */
async function verifies(jws: ReturnType<typeof parseJws>): Promise<boolean> {
  const { body } = await call(`${issuer.url}/.well-known/did.json`)
  const keys = keysOf(body as never, 'assertionMethod').filter(({ kid }) => kid === jws.header['kid'])
  const imported = await Promise.all(keys.map((key) => nodePlatform.importKey(key)))
  return verifyJws(jws, imported, { what: 'credential' }).then(
    () => true,
    () => false,
  )
}

const kidOf = (jws: ReturnType<typeof parseJws>) => String(jws.header['kid']).split('#')[1]!

/** An authority as a country has one: an anchor, and one below it that certifies issuers. */
async function authority(notBefore: Date) {
  const notAfter = new Date(notBefore.getTime() + 3650 * DAY)
  const generate = () => webcrypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']) as Promise<CryptoKeyPair>
  const [anchorKeys, keys] = [await generate(), await generate()]
  const common = { notBefore, notAfter, signingAlgorithm: ECDSA }
  const ca = new x509.BasicConstraintsExtension(true, undefined, true)
  const anchor = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    name: 'CN=Anchor',
    keys: anchorKeys,
    extensions: [ca],
  })
  const intermediate = await x509.X509CertificateGenerator.create({
    ...common,
    subject: 'CN=Issuers',
    issuer: anchor.subject,
    publicKey: keys.publicKey,
    signingKey: anchorKeys.privateKey,
    extensions: [ca],
  })
  const certify = async (publicKey: x509.PublicKey, names: x509.JsonGeneralNames, more: object = {}) =>
    x509.X509CertificateGenerator.create({
      ...common,
      subject: 'CN=Issuer',
      issuer: intermediate.subject,
      publicKey,
      signingKey: keys.privateKey,
      extensions: [new x509.SubjectAlternativeNameExtension(names)],
      ...more,
    })
  return { anchor, intermediate, certify }
}

test('a key is rotated without a gap: announced, then active, then retired, and old credentials verify throughout', async () => {
  const old = await receive()
  const { status, body: next } = await operator('', {})
  expect([status, next['state']]).toEqual([201, 'announced'])
  // Announced: in the DID document, and signing nothing.
  expect(kidOf(await receive())).toBe(kidOf(old))
  expect(JSON.stringify((await call(`${issuer.url}/.well-known/did.json`)).body)).toContain(next['kid'])
  const early = await operator(`/${next['kid']}/activation`, {})
  expect(early).toMatchObject({ status: 409, body: { error: 'issuer_key_too_early' } })

  issuer.clock.now = new Date(start.getTime() + DAY)
  expect((await operator(`/${next['kid']}/activation`, {})).status).toBe(200)
  const fresh = await receive()
  expect(kidOf(fresh)).toBe(next['kid'])
  expect([await verifies(old), await verifies(fresh)]).toEqual([true, true])
  expect(await states()).toEqual({ [kidOf(old)]: 'retiring', [next['kid']]: 'active' })
  // The lists are signed anew by the key of today.
  await issuer.publishStatusLists()
  const [list] = (await call(`${issuer.url}/status-lists`)).body['status_lists']
  expect(kidOf(parseJws(await (await fetch(list)).text()))).toBe(next['kid'])

  // 90 days of credentials and 7 of lists after the other took over.
  issuer.clock.now = new Date(start.getTime() + 97 * DAY)
  expect(await operator(`/${kidOf(old)}/retirement`, {})).toMatchObject({
    status: 409,
    body: { error: 'issuer_key_too_early' },
  })
  issuer.clock.now = new Date(start.getTime() + 98 * DAY)
  expect((await operator(`/${kidOf(old)}/retirement`, {})).status).toBe(200)
  expect([await verifies(old), await verifies(fresh)]).toEqual([false, true])
  expect(await operator(`/${next['kid']}/retirement`, {})).toMatchObject({ body: { error: 'issuer_key_in_use' } })
  const actions = await issuer.db.selectFrom('audit').select('action').where('action', 'like', 'issuer_key%').execute()
  expect(actions.map(({ action }) => action)).toEqual([
    'issuer_key_announced',
    'issuer_key_activated',
    'issuer_key_retired',
  ])
})

describe('certificates', () => {
  test('an authority certifies the request of the key, and the chain stands in credentials, without the anchor', async () => {
    const kid = kidOf(await receive())
    const { body } = await operator(`/${kid}/certificate-request`)
    const request = new x509.Pkcs10CertificateRequest(body['pem'])
    expect(await request.verify()).toBe(true)
    const extension = request.getExtension('2.5.29.17') as x509.SubjectAlternativeNameExtension
    const names = new x509.SubjectAlternativeNameExtension(extension.rawData).names.items
    expect(names.map(({ value }) => value)).toContain(issuer.url)
    const { anchor, intermediate, certify } = await authority(new Date(issuer.clock.now.getTime() - DAY))
    const leaf = await certify(request.publicKey, [{ type: 'url', value: issuer.url }])
    const pem = [leaf, intermediate, anchor].map((certificate) => certificate.toString('pem')).join('\n')
    expect((await operator(`/${kid}/certificates`, { pem })).status).toBe(200)
    const { header } = await receive()
    const base64 = (certificate: x509.X509Certificate) => Buffer.from(certificate.rawData).toString('base64')
    expect(header['x5c']).toEqual([base64(leaf), base64(intermediate)])
    expect(header['kid']).toMatch(/^did:web:/)
    const metadata = await fetch(`${issuer.url}/.well-known/openid-credential-issuer`, {
      headers: { accept: 'application/jwt' },
    })
    expect(parseJws(await metadata.text()).header['x5c']).toEqual(header['x5c'])
  })

  test.each([
    ['no PEM', async () => 'nothing', 'length'],
    [
      'of another key',
      async ({ certify, intermediate }: Awaited<ReturnType<typeof authority>>) => {
        const other = (await webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])) as CryptoKeyPair
        const leaf = await certify(await x509.PublicKey.create(other.publicKey), [{ type: 'url', value: issuer.url }])
        return leaf.toString('pem') + intermediate.toString('pem')
      },
      'key',
    ],
    [
      'for another issuer',
      async ({ certify, intermediate }: Awaited<ReturnType<typeof authority>>, key: x509.PublicKey) =>
        (await certify(key, [{ type: 'dns', value: 'other.example' }])).toString('pem') + intermediate.toString('pem'),
      'names',
    ],
    [
      'that has expired',
      async ({ certify, intermediate }: Awaited<ReturnType<typeof authority>>, key: x509.PublicKey) =>
        (await certify(key, [{ type: 'url', value: issuer.url }], { notAfter: new Date(0) })).toString('pem') +
        intermediate.toString('pem'),
      'validity',
    ],
    [
      'out of order',
      async ({ certify, anchor }: Awaited<ReturnType<typeof authority>>, key: x509.PublicKey) =>
        (await certify(key, [{ type: 'url', value: issuer.url }])).toString('pem') + anchor.toString('pem'),
      'chain',
    ],
  ])('%s are refused', async (_what, make, reason) => {
    const kid = kidOf(await receive())
    const { body } = await operator(`/${kid}/certificate-request`)
    const { publicKey } = new x509.Pkcs10CertificateRequest(body['pem'])
    const pem = await make(await authority(new Date(issuer.clock.now.getTime() - DAY)), publicKey)
    const answer = await operator(`/${kid}/certificates`, { pem })
    expect(answer).toMatchObject({ status: 422, body: { error: 'certificates_unusable', details: { reason } } })
  })
})

test('an unknown key is told apart, and nobody but an operator is let in', async () => {
  expect(await operator('/unknown/activation', {})).toMatchObject({
    status: 404,
    body: { error: 'issuer_key_unknown' },
  })
  expect((await call(`${issuer.url}/operator/issuer-keys`)).status).toBe(401)
})

test('in development an authority of the run certifies, and is shown', async () => {
  const development = await startTestIssuer([houseLine(), personLine()], { development: true })
  const anchor = new x509.X509Certificate(await (await fetch(`${development.url}/development-anchor.pem`)).text())
  const signed = await fetch(`${development.url}/.well-known/openid-credential-issuer`, {
    headers: { accept: 'application/jwt' },
  })
  const [leaf] = parseJws(await signed.text()).header['x5c'] as string[]
  expect(await new x509.X509Certificate(leaf!).verify({ publicKey: anchor.publicKey })).toBe(true)
  await development.close()
  expect((await fetch(`${issuer.url}/development-anchor.pem`)).status).toBe(404)
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
