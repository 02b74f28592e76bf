import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, freshNonce, makeProof } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { s256, TestWallet } from '../support/test-wallet.ts'

const PERSON = { citizen_number: NUMBERS.head, birth_date: '25230314' }

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
})
afterAll(() => issuer.close())

const credentialRequest = async (id = 'id-card') => ({
  credential_configuration_id: id,
  proofs: { jwt: [await makeProof(issuer, await freshNonce(issuer))] },
})

describe('DPoP (RFC 9449)', () => {
  test('a proof without the nonce of the server is sent back with one', async () => {
    const wallet = new TestWallet(issuer)
    const answer = await call(`${issuer.url}/token`, {
      method: 'POST',
      headers: { dpop: await wallet.dpop('/token', { nonce: 'mine' }) },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
    })
    expect(answer).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } })
    expect(answer.headers.get('dpop-nonce')).toMatch(/^[A-Za-z0-9_-]{22,}$/)
  })

  test.each([
    ['another method', { htm: 'GET' }, {}],
    ['another address', { htu: 'https://other.example/token' }, {}],
    ['no time', { iat: 'now' }, {}],
    ['no jti', { jti: '' }, {}],
    ['another type', {}, { typ: 'jwt' }],
    ['a private key in it', {}, { jwk: { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'c' } }],
  ])('a proof with %s is refused', async (_what, claims, header) => {
    const wallet = new TestWallet(issuer)
    await wallet.token({ grant_type: 'refresh_token', refresh_token: 'x' })
    const answer = await call(`${issuer.url}/token`, {
      method: 'POST',
      headers: { dpop: await wallet.dpop('/token', claims, header as never) },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
    })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } })
  })

  test('a proof is good once', async () => {
    const wallet = new TestWallet(issuer)
    await wallet.token({ grant_type: 'refresh_token', refresh_token: 'x' })
    const dpop = await wallet.dpop('/token')
    const send = () =>
      call(`${issuer.url}/token`, {
        method: 'POST',
        headers: { dpop },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
      })
    expect((await send()).body['error']).toBe('invalid_grant')
    expect((await send()).body['error']).toBe('invalid_dpop_proof')
  })

  test('a bound token is no bearer token, and is for no other key and no other token', async () => {
    const wallet = new TestWallet(issuer)
    const { body } = await wallet.authorize(PERSON)
    const token = body['access_token']
    const request = { method: 'POST', body: JSON.stringify(await credentialRequest()) }
    const headers = { 'content-type': 'application/json' }
    const bearer = await call(`${issuer.url}/credential`, {
      ...request,
      headers: { ...headers, authorization: `Bearer ${token}` },
    })
    expect(bearer).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
    const bare = await call(`${issuer.url}/credential`, {
      ...request,
      headers: { ...headers, authorization: `DPoP ${token}` },
    })
    expect(bare).toMatchObject({ status: 401, body: { error: 'invalid_dpop_proof' } })
    expect(bare.headers.get('www-authenticate')).toMatch(/^DPoP algs="ES256"/)
    const other = await new TestWallet(issuer).post('/credential', { body: await credentialRequest() }, token)
    expect(other).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
    const dpop = await wallet.dpop('/credential', { ath: s256('another token') })
    const ath = await wallet.post('/credential', { headers: { dpop }, body: await credentialRequest() }, token)
    expect(ath).toMatchObject({ status: 401, body: { error: 'invalid_dpop_proof' } })
  })
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
