import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { begin, enrol, FACTORS, filmFor, OTHER, PORTRAIT } from '../support/enrol.ts'
import { call, freshNonce, makeProof, postJson, redeem, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { CLIENT_ID, REDIRECT_URI, TestWallet } from '../support/test-wallet.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], {
    clients: [{ clientId: CLIENT_ID, redirectUris: [REDIRECT_URI] }],
    // In doubt about everybody but the very same picture.
    compareFaces: async (portrait, selfie) => {
      const comparison = await sameBytes(portrait, selfie)
      return comparison.decision === 'match' ? comparison : { ...comparison, decision: 'review' }
    },
  })
})
afterAll(() => issuer.close())
// What is tested here is not how often somebody may try.
beforeEach(() => issuer.db.deleteFrom('attempt').execute())

const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

/** An enrolment that a registrar has to look at, and the wallet's transaction for it. */
async function underReview() {
  const { status, body: enrolled } = await enrol(issuer, {}, { selfie: OTHER })
  expect([status, enrolled['outcome']]).toEqual([202, 'review'])
  const offer = JSON.parse(new URL(enrolled['credential_offer_uri']).searchParams.get('credential_offer') ?? '')
  const code = offer.grants[PRE_AUTHORIZED]['pre-authorized_code']
  const { body: tokens } = await redeem(issuer, { 'pre-authorized_code': code, tx_code: enrolled['tx_code'] })
  const token = tokens['access_token'] as string
  const answer = await requestCredential(issuer, token, {
    proofs: { jwt: [await makeProof(issuer, await freshNonce(issuer))] },
  })
  const deferred = (transaction = answer.body['transaction_id'], by = token) =>
    postJson(`${issuer.url}/deferred-credential`, { transaction_id: transaction }, by)
  return { enrolmentId: enrolled['enrolment_id'] as string, tokens, token, answer, deferred }
}

const decide = (id: string, decision: 'approve' | 'refuse') =>
  postJson(`${issuer.url}/operator/enrolments/${id}/decision`, { decision, reason: 'looked at both' }, OPERATOR_TOKEN)

describe('credentials of an enrolment under review (OpenID4VCI 1.0, section 9)', () => {
  test('are deferred, the same while nobody decides, and given once when approved', async () => {
    const { enrolmentId, tokens, answer, deferred } = await underReview()
    // Nobody waits ten minutes for a registrar: the token is good as long as the transaction.
    expect(tokens['expires_in']).toBe(14 * 86_400)
    expect(answer).toMatchObject({ status: 202, body: { interval: 60 } })
    expect(Object.keys(answer.body).sort()).toEqual(['interval', 'transaction_id'])
    for (let i = 0; i < 2; i++) expect(await deferred()).toMatchObject({ status: 202, body: answer.body })
    expect((await decide(enrolmentId, 'approve')).status).toBe(200)
    const given = await deferred()
    expect(given).toMatchObject({ status: 200, body: { notification_id: expect.any(String) } })
    expect(given.body['credentials']).toHaveLength(1)
    expect(await deferred()).toMatchObject({ status: 400, body: { error: 'invalid_transaction_id' } })
  })

  test('are given once to ten who ask at once', async () => {
    const { enrolmentId, deferred } = await underReview()
    await decide(enrolmentId, 'approve')
    const answers = await Promise.all(Array.from({ length: 10 }, () => deferred()))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('are denied when it is refused, also to a token from before', async () => {
    const { enrolmentId, token, deferred } = await underReview()
    await decide(enrolmentId, 'refuse')
    expect(await deferred()).toMatchObject({ status: 400, body: { error: 'credential_request_denied' } })
    const again = await requestCredential(issuer, token, {
      proofs: { jwt: [await makeProof(issuer, await freshNonce(issuer))] },
    })
    expect(again).toMatchObject({ status: 400, body: { error: 'credential_request_denied' } })
  })

  test('are not for another’s token, nor for an invented transaction', async () => {
    const { deferred, answer } = await underReview()
    const other = await underReview()
    expect(await deferred('invented')).toMatchObject({ status: 400, body: { error: 'invalid_transaction_id' } })
    const stolen = await deferred(answer.body['transaction_id'], other.token)
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_transaction_id' } })
    expect(await deferred(answer.body['transaction_id'], 'none')).toMatchObject({ status: 401 })
    const malformed = await postJson(`${issuer.url}/deferred-credential`, {}, other.token)
    expect(malformed).toMatchObject({ status: 400, body: { error: 'invalid_credential_request' } })
  })
})

describe('signing in by enrolment', () => {
  async function page(wallet = new TestWallet(issuer)) {
    const { page: url, verifier } = await wallet.push()
    const opened = await fetch(url)
    return {
      wallet,
      verifier,
      html: await opened.text(),
      policy: opened.headers.get('content-security-policy') ?? '',
      permissions: opened.headers.get('permissions-policy') ?? '',
      cookie: (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
      requestUri: new URL(url).searchParams.get('request_uri') ?? '',
    }
  }

  async function send(cookie: string, requestUri: string, selfie: string) {
    const { body: begun } = await begin(issuer, FACTORS)
    const nonce = begun['challenge'].nonce
    return call(`${issuer.url}/enrolments/${begun['enrolment_id']}/images`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${begun['enrolment_secret']}`,
        cookie,
      },
      body: JSON.stringify({ nonce, frames: filmFor(nonce), selfie, authorization: requestUri }),
    })
  }

  async function redeemCode(wallet: TestWallet, verifier: string, redirectTo: string) {
    const code = new URL(redirectTo).searchParams.get('code') ?? ''
    const fields = { code, code_verifier: verifier, redirect_uri: REDIRECT_URI }
    const { body } = await wallet.token({ grant_type: 'authorization_code', ...fields })
    const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer))] }
    const request = { credential_configuration_id: 'id-card', proofs }
    return wallet.post('/credential', { body: request }, body['access_token'])
  }

  test('gives the wallet its code, and no offer', async () => {
    const { wallet, verifier, html, policy, permissions, cookie, requestUri } = await page()
    expect(html).toContain('/assets/sign-in.js')
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("form-action 'self' https://wallet.example")
    expect(permissions).toContain('camera=(self)')
    const { status, body } = await send(cookie, requestUri, PORTRAIT)
    expect([status, body['outcome'], body['credential_offer_uri']]).toEqual([201, 'approved', undefined])
    expect((await redeemCode(wallet, verifier, body['redirect_to'])).status).toBe(200)
  })

  test('under review gives a code too, for which credentials are deferred', async () => {
    const { wallet, verifier, cookie, requestUri } = await page()
    const { status, body } = await send(cookie, requestUri, OTHER)
    expect([status, body['outcome']]).toEqual([202, 'review'])
    expect(await redeemCode(wallet, verifier, body['redirect_to'])).toMatchObject({ status: 202 })
  })

  test('is for the browser that opened the page', async () => {
    const { requestUri } = await page()
    const answer = await send('', requestUri, PORTRAIT)
    expect(answer).toMatchObject({ status: 400, body: { code: 'authorization_request_unknown' } })
  })

  test('by number alone is not possible outside development', async () => {
    const { cookie, requestUri } = await page()
    const sent = await fetch(`${issuer.url}/authorize/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({
        request_uri: requestUri,
        answer: 'agree',
        citizen_number: NUMBERS.head,
        birth_date: '25230314',
      }),
    })
    expect([sent.status, sent.headers.get('location')]).toEqual([400, null])
  })

  test('script and font of the page are served from the packages', async () => {
    const font = /url\("([^"]+)"\)/.exec((await page()).html)?.[1]
    const served = await fetch(issuer.url + font)
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'font/woff2'])
    const response = await fetch(`${issuer.url}/assets/sign-in.js`)
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(await response.text()).toContain('getUserMedia')
    expect((await fetch(`${issuer.url}/assets/..%2Fpackage.json`)).status).toBeGreaterThanOrEqual(400)
  })
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
