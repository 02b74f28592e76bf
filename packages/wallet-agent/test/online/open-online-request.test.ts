// Verifiers that lie: nothing of a request is believed, shown or answered before it was checked.
import { createHash } from 'node:crypto'
import { createGuardedFetch, encodeDidJwk } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openOnlineRequest, sendAnswer, sendRefusal, type WalletDependencies } from '../../src/index.ts'
import { type Lie, type LyingVerifier, startLyingVerifier } from '../support/lying-verifier.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

let verifier: LyingVerifier
let wallet: WalletDependencies
beforeEach(async () => {
  verifier = await startLyingVerifier(
    ({ publicJwk }) => encodeDidJwk(publicJwk),
    (der) => createHash('sha256').update(Buffer.from(der, 'base64')).digest('base64url'),
  )
  wallet = {
    ...createMemoryWallet(),
    now: () => new Date(),
    fetch: createGuardedFetch(fetch, { allowLoopbackHttp: true, maxBytes: 100_000, timeoutMilliseconds: 2000 }),
    allowLoopbackHttp: true,
    certificates: { read: readCertificate, verifyPath: verifyCertificatePath },
  }
})
afterEach(() => verifier[Symbol.asyncDispose]())

const open = (address: string) => openOnlineRequest(address, wallet)

describe('a request', () => {
  test.each(['decentralized_identifier', 'x509_hash', 'x509_san_dns'] as const)(
    'named by %s is opened, by reference and by value',
    async (prefix) => {
      for (const address of [
        verifier.ask({ prefix }),
        verifier.ask({ prefix, method: 'get' }),
        await verifier.askByValue({ prefix }),
      ]) {
        const { request, identity, responseHost, registration } = await open(address)
        expect(identity).toMatchObject({ prefix, signed: true, certifiedAs: undefined })
        expect(request.client_id).toBe(verifier.clientId(prefix))
        expect(`http://${responseHost}`).toBe(verifier.url)
        expect(registration).toEqual({ kind: 'unknown' })
      }
    },
  )

  test('may be addressed to where it was fetched from, and only there', async () => {
    const payload = { aud: `${verifier.url}/request` }
    expect((await open(verifier.ask({ payload }))).request.aud).toBe(payload.aud)
    await expect(open(await verifier.askByValue({ payload }))).rejects.toMatchObject({ details: { reason: 'aud' } })
    const elsewhere = verifier.ask({ payload: { aud: `${verifier.url}/other` } })
    await expect(open(elsewhere)).rejects.toMatchObject({ details: { reason: 'aud' } })
  })

  test('is known to be certified where an authority is believed', async () => {
    wallet = { ...wallet, verifierAnchors: [verifier.anchor] }
    const { identity } = await open(verifier.ask({ prefix: 'x509_hash' }))
    expect(identity.certifiedAs).toBe('CN=Leaf, C=TH')
  })

  test('unsigned is opened only where the answer goes to its name', async () => {
    const plain = (changed: Readonly<Record<string, string>> = {}) =>
      `openid4vp://?${new URLSearchParams({
        client_id: `redirect_uri:${verifier.url}/response`,
        response_type: 'vp_token',
        response_mode: 'direct_post',
        response_uri: `${verifier.url}/response`,
        nonce: 'n'.repeat(22),
        dcql_query: JSON.stringify({
          credentials: [{ id: 'a', format: 'dc+sd-jwt', meta: { vct_values: ['urn:a'] } }],
        }),
        ...changed,
      })}`
    expect((await open(plain())).identity).toMatchObject({ prefix: 'redirect_uri', signed: false })
    for (const changed of [
      { response_uri: 'https://elsewhere.example/response' },
      { client_id: verifier.clientId('decentralized_identifier') },
      { nonce: 'short' },
      { dcql_query: '{' },
      { transaction_data: '["x"]' },
    ])
      await expect(open(plain(changed))).rejects.toMatchObject({
        name: expect.stringMatching(/^(Wallet|Credential)Error$/),
      })
  })

  test('shows whether its verifier is registered, and for what not', async () => {
    const registered = {
      client_id: verifier.clientId('decentralized_identifier'),
      name: { th: 'โรงแรม', en: 'Hotel' },
      purpose: { th: 'เข้าพัก', en: 'Check-in' },
      claims: [{ vct: 'urn:bai:th:id-card:1', path: ['address'] }],
    }
    const bundle = { verifiers: new Map([[registered.client_id, registered]]) }
    const claims = [{ path: ['address', 'soi'] }, { path: ['sex'] }]
    const query = { id: 'card', format: 'dc+sd-jwt', meta: { vct_values: ['urn:bai:th:id-card:1'] }, claims }
    const address = verifier.ask({ payload: { dcql_query: { credentials: [query] } } })
    const { registration } = await openOnlineRequest(address, wallet, bundle)
    expect(registration).toEqual({
      kind: 'registered',
      name: registered.name,
      purpose: registered.purpose,
      exceeding: [['sex']],
    })
  })
})

describe('is refused when', () => {
  const MALFORMED = 'request_malformed'
  const stranger = generateNodeSigner()

  test.each<readonly [string, Lie, string]>([
    ['somebody else signed it', { signer: stranger }, 'signature_invalid'],
    ['its client id is that of another', { outerClientId: 'x509_san_dns:other.example' }, 'request_malformed'],
    ['the object names another client', { payload: { client_id: 'redirect_uri:https://a.example' } }, MALFORMED],
    ['it is for another audience', { payload: { aud: 'https://wallet.example' } }, MALFORMED],
    ['it has no audience', { payload: { aud: undefined } }, MALFORMED],
    ['it is over', { payload: { exp: 1 } }, 'request_expired'],
    ['its nonce is short', { payload: { nonce: 'short' } }, MALFORMED],
    ['it has no nonce', { payload: { nonce: undefined } }, MALFORMED],
    ['it has transaction data', { payload: { transaction_data: ['x'] } }, MALFORMED],
    ['it wants another response type', { payload: { response_type: 'code' } }, MALFORMED],
    ['it wants another response mode', { payload: { response_mode: 'fragment' } }, MALFORMED],
    ['it wants encryption without a key', { payload: { response_mode: 'direct_post.jwt' } }, MALFORMED],
    ['its query is none', { payload: { dcql_query: { credentials: [] } } }, MALFORMED],
    ['it has a redirect_uri beside', { payload: { redirect_uri: 'https://a.example' } }, MALFORMED],
    ['it has another typ', { header: { typ: 'JWT' } }, 'typ_unexpected'],
    ['it is signed by none', { header: { alg: 'none' } }, 'algorithm_not_allowed'],
    ['its kid is of another DID', { header: { kid: 'did:key:z6Mk#a' } }, MALFORMED],
    [
      'its certificate is that of another name',
      { prefix: 'x509_hash', header: { x5c: ['AAAA'] } },
      'certificate_path_invalid',
    ],
    ['it has no certificate', { prefix: 'x509_san_dns', header: { x5c: undefined } }, MALFORMED],
    [
      'the answer goes to another host',
      { prefix: 'x509_san_dns', payload: { response_uri: 'https://a.example' } },
      MALFORMED,
    ],
    ['it forgets what the wallet said', { forgetsWalletNonce: true }, MALFORMED],
  ])('%s', async (_what, lie, code) => {
    await expect(open(verifier.ask(lie))).rejects.toMatchObject({ code })
    expect(verifier.received).toEqual([])
  })

  test.each([
    ['it is no address', 'hello'],
    ['it has no client', 'openid4vp://?request=a.b.c'],
    ['it comes in two ways', 'openid4vp://?client_id=a:b&request=a.b.c&request_uri=https://a.example'],
    ['a parameter stands there twice', 'openid4vp://?client_id=a:b&client_id=c:d&request=a.b.c'],
    [
      'it is to be fetched by another method',
      'openid4vp://?client_id=a:b&request_uri=https://a.example&request_uri_method=put',
    ],
    ['it is longer than any code', `openid4vp://?client_id=a:b&request=${'a'.repeat(100_001)}`],
    ['it is a script', 'javascript:alert(1)?client_id=a:b&request=a.b.c'],
  ])('%s', async (_what, address) => {
    await expect(open(address)).rejects.toMatchObject({ code: MALFORMED })
  })

  test('it leads into a private network', async () => {
    const address = `openid4vp://?${new URLSearchParams({ client_id: 'a:b', request_uri: 'https://192.168.1.1/x' })}`
    await expect(open(address)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('this wallet cannot read certificates', async () => {
    const { certificates: _none, ...without } = wallet
    await expect(openOnlineRequest(verifier.ask({ prefix: 'x509_hash' }), without)).rejects.toMatchObject({
      code: 'verifier_unknown',
    })
  })
})

describe('an answer', () => {
  test('goes to the response URI, with the state', async () => {
    const { request } = await open(verifier.ask())
    verifier.answer.body = JSON.stringify({ redirect_uri: 'https://agency.example/back?response_code=1' })
    expect(await sendAnswer(request, { card: ['a~b'] }, wallet)).toEqual({
      redirectUri: 'https://agency.example/back?response_code=1',
    })
    expect(Object.fromEntries(verifier.received[0]!)).toEqual({
      vp_token: '{"card":["a~b"]}',
      state: 'state-of-the-request',
    })
  })

  test('that says no is the same whatever the reason', async () => {
    const { request } = await open(verifier.ask())
    await sendRefusal(request, wallet)
    expect(Object.fromEntries(verifier.received[0]!)).toEqual({ error: 'access_denied', state: 'state-of-the-request' })
  })

  test('that is not taken is told with its status, and what else is answered is ignored', async () => {
    const { request } = await open(verifier.ask())
    verifier.answer.status = 410
    await expect(sendAnswer(request, { card: ['a~b'] }, wallet)).rejects.toMatchObject({
      code: 'verifier_refused',
      details: { status: 410 },
    })
    Object.assign(verifier.answer, { status: 200, body: '{"redirect_uri":"no address"}' })
    expect(await sendAnswer(request, { card: ['a~b'] }, wallet)).toEqual({ redirectUri: undefined })
    Object.assign(verifier.answer, { status: 200, body: 'hello' })
    expect(await sendAnswer(request, { card: ['a~b'] }, wallet)).toEqual({ redirectUri: undefined })
  })
})
