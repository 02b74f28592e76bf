import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshNonce, makeProof, postForm } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { REDIRECT_URI, random, s256, signIn, TestWallet } from '../support/test-wallet.ts'

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

describe('a wallet that signs its person in', () => {
  test('gets a code, tokens bound to its key, and both credentials', async () => {
    const wallet = new TestWallet(issuer)
    const { page, verifier, answer } = await wallet.push()
    expect(answer).toMatchObject({ status: 201, body: { expires_in: 900 } })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { location, status } = await signIn(page, PERSON)
    expect(status).toBe(303)
    expect(location?.origin + (location?.pathname ?? '')).toBe(REDIRECT_URI)
    // RFC 9207: the answer says who gave it.
    expect(location?.searchParams.get('iss')).toBe(issuer.url)
    expect(location?.searchParams.get('state')).toBe('state-of-the-wallet')
    const code = location?.searchParams.get('code') ?? ''
    const tokens = await wallet.token({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
    })
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'DPoP', expires_in: 600 } })
    for (const id of ['id-card', 'house-registration']) {
      const received = await wallet.post(
        '/credential',
        { body: await credentialRequest(id) },
        tokens.body['access_token'],
      )
      expect(received.status).toBe(200)
      expect(received.body['credentials']).toHaveLength(1)
    }
  })

  test('gets identifiers where it asks by authorization_details, and credentials by them (section 6.2)', async () => {
    const wallet = new TestWallet(issuer)
    const details = JSON.stringify([{ type: 'openid_credential', credential_configuration_id: 'id-card' }])
    const tokens = await wallet.authorize(PERSON, { authorization_details: details })
    expect(tokens.body['authorization_details']).toEqual([
      { type: 'openid_credential', credential_configuration_id: 'id-card', credential_identifiers: ['id-card'] },
    ])
    const { proofs } = await credentialRequest()
    const token = tokens.body['access_token']
    const unknown = await wallet.post('/credential', { body: { credential_identifier: 'other', proofs } }, token)
    expect(unknown).toMatchObject({ status: 400, body: { error: 'unknown_credential_identifier' } })
    const received = await wallet.post('/credential', { body: { credential_identifier: 'id-card', proofs } }, token)
    expect(received.status).toBe(200)
  })

  test('refills its batch with a refresh token, which is for its key alone', async () => {
    const wallet = new TestWallet(issuer)
    const { body: first } = await wallet.authorize(PERSON)
    const refresh = { grant_type: 'refresh_token', refresh_token: first['refresh_token'] }
    const other = await new TestWallet(issuer).token(refresh)
    expect(other).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const bearer = await postForm(`${issuer.url}/token`, refresh)
    expect(bearer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const { status, body } = await wallet.token(refresh)
    expect(status).toBe(200)
    expect(body['access_token']).not.toBe(first['access_token'])
    const received = await wallet.post('/credential', { body: await credentialRequest() }, body['access_token'])
    expect(received.status).toBe(200)
  })

  test('is told no for the person who says no, and the page is then closed', async () => {
    const { page } = await new TestWallet(issuer).push()
    const { location, cookie } = await signIn(page, PERSON, { answer: 'refuse' })
    expect(location?.searchParams.get('error')).toBe('access_denied')
    expect(location?.searchParams.get('iss')).toBe(issuer.url)
    expect(location?.searchParams.has('code')).toBe(false)
    expect((await fetch(page, { headers: { cookie } })).status).toBe(400)
  })
})

describe('the sign-in page', () => {
  test('says that it is for trying, what is asked for and by whom, in both languages', async () => {
    const { page } = await new TestWallet(issuer).push()
    const { html, cookie, opened } = await signIn(page, PERSON, { birth_date: '25230315' })
    expect(html).toContain('<html lang="th">')
    expect(html).toContain('ระบบทดลอง')
    expect(html).toContain('https://wallet.example')
    const english = await (await fetch(`${page}&lang=en`, { headers: { cookie } })).text()
    expect(english).toContain('<html lang="en">')
    expect(english).toContain('For trying only')
    const policy = opened.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
  })

  test('refuses a wrong date of birth on the page, and takes the right one after it', async () => {
    const { page } = await new TestWallet(issuer).push()
    const { status, page: told, location, cookie } = await signIn(page, PERSON, { birth_date: '25230315' })
    expect([status, location]).toEqual([400, undefined])
    expect(told).toContain('role="alert"')
    const sent = await fetch(`${issuer.url}/authorize/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({
        request_uri: new URL(page).searchParams.get('request_uri') ?? '',
        answer: 'agree',
        ...PERSON,
      }),
    })
    expect(sent.status).toBe(303)
  })

  test('is for the browser that opened it: neither another nor a form without its cookie gets on', async () => {
    const { page } = await new TestWallet(issuer).push()
    expect((await fetch(page)).status).toBe(200)
    // A second browser, without the cookie of the first.
    const { status, location } = await signIn(page, PERSON)
    expect([status, location]).toEqual([400, undefined])
  })

  test('shows what an attacker writes as text', async () => {
    const { page } = await new TestWallet(issuer).push({ client_id: '<img src=x onerror=alert(1)>' })
    const html = await (await fetch(page)).text()
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img')
  })

  test('a browser may bring the request itself, and is sent to the pushed one', async () => {
    const query = new URLSearchParams({
      client_id: 'https://wallet.example',
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'id-card',
      code_challenge: s256(random()),
      code_challenge_method: 'S256',
    })
    const response = await fetch(`${issuer.url}/authorize?${query}`, { redirect: 'manual' })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toContain('request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A')
  })
})

describe('a pushed request is refused', () => {
  test.each([
    ['without PKCE (RFC 9700, section 2.1.1)', { code_challenge: '' }, 400, 'invalid_request'],
    ['with PKCE plain', { code_challenge_method: 'plain' }, 400, 'invalid_request'],
    ['for another response type', { response_type: 'token' }, 400, 'unsupported_response_type'],
    ['for a redirect that runs a script', { redirect_uri: 'javascript:alert(1)' }, 400, 'invalid_request'],
    ['for a redirect that is no address', { redirect_uri: 'nowhere' }, 400, 'invalid_request'],
    ['with a state that no database stores (RFC 6749, appendix A.5)', { state: '\u0000' }, 400, 'invalid_request'],
    ['of a client with a name in Thai', { client_id: 'กระเป๋า' }, 400, 'invalid_request'],
    ['for an unknown scope', { scope: 'passport' }, 400, 'invalid_scope'],
    ['with details that are no JSON', { authorization_details: '{' }, 400, 'invalid_authorization_details'],
    [
      'with details of another type',
      { authorization_details: '[{"type":"payment"}]' },
      400,
      'invalid_authorization_details',
    ],
    ['with a request_uri in it (RFC 9126, section 2.1)', { request_uri: 'urn:x' }, 400, 'invalid_request'],
  ])('%s', async (_what, parameters, status, error) => {
    const { answer } = await new TestWallet(issuer).push(parameters as Record<string, string>)
    expect(answer).toMatchObject({ status, body: { error } })
    expect(answer.body['error_description']).toMatch(/^[\x20-\x7e]+$/)
  })
})

describe('a code', () => {
  const codeOf = async (wallet: TestWallet, parameters: Record<string, string> = {}) => {
    const { page, verifier } = await wallet.push(parameters)
    const { location } = await signIn(page, PERSON)
    const code = location?.searchParams.get('code') ?? ''
    return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT_URI }
  }

  test.each([
    ['with another verifier', { code_verifier: random() + random() }],
    ['with another redirect URI', { redirect_uri: 'https://other.example/' }],
    ['by another client', { client_id: 'https://other.example' }],
  ])('is not redeemed %s', async (_what, fields) => {
    const wallet = new TestWallet(issuer)
    const answer = await wallet.token({ ...(await codeOf(wallet)), ...fields })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('is not redeemed under another key than the request was pushed with (RFC 9449, section 10)', async () => {
    const fields = await codeOf(new TestWallet(issuer))
    const answer = await new TestWallet(issuer).token(fields)
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('is good for a minute', async () => {
    const wallet = new TestWallet(issuer)
    const fields = await codeOf(wallet)
    const then = issuer.clock.now
    issuer.clock.now = new Date(then.getTime() + 61_000)
    const answer = await wallet.token(fields)
    issuer.clock.now = then
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('used twice ends what it gave the first time (RFC 6749, section 4.1.2)', async () => {
    const wallet = new TestWallet(issuer)
    const fields = await codeOf(wallet)
    const { body } = await wallet.token(fields)
    expect(await wallet.token(fields)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const received = await wallet.post('/credential', { body: await credentialRequest() }, body['access_token'])
    expect(received).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
    const refreshed = await wallet.token({ grant_type: 'refresh_token', refresh_token: body['refresh_token'] })
    expect(refreshed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('of ten who redeem it at once, one gets tokens', async () => {
    const wallet = new TestWallet(issuer)
    const fields = await codeOf(wallet)
    const answers = await Promise.all(Array.from({ length: 10 }, () => wallet.token(fields)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})

test('nothing of a flow went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
