import { generateNodeSigner } from '@bai/credential/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleDerivation } from '../derivation/example-derivations.ts'
import { call, freshNonce, makeProof, postJson } from '../support/protocol.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { showCard, TestDesk } from '../support/test-desk.ts'
import { CLIENT_ID, REDIRECT_URI, TestWallet } from '../support/test-wallet.ts'
import { TestWalletProvider } from '../support/wallet-provider.ts'

const ADULT = showCard({ age_equal_or_over: { '20': true } })
const CHILD = showCard({ age_equal_or_over: { '20': false } })
const REJECTED = { outcome: 'rejected', code: 'credential_revoked', credentials: [] } as const

const desk = new TestDesk()
const derivations = new Map(
  [exampleDerivation('over-20'), exampleDerivation('resident-of-province')].map((each) => [each.type.id, each]),
)
let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([], { development: true, agency: { derivations, desk, records: undefined } })
})
afterAll(() => issuer.close())

const begin = (wallet = new TestWallet(issuer)) => wallet.push({ scope: 'over-20' })

/** A browser: it keeps its cookie, and goes nowhere by itself. */
class Browser {
  #cookie = ''

  async open(url: string | URL, init: RequestInit = {}) {
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { cookie: this.#cookie } })
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie
    const location = response.headers.get('location')
    return {
      status: response.status,
      headers: response.headers,
      html: await response.text(),
      location: location === null ? undefined : new URL(location),
    }
  }

  answer(page: string, fields: Record<string, string>) {
    const requestUri = new URL(page).searchParams.get('request_uri') ?? ''
    const body = new URLSearchParams({ request_uri: requestUri, lang: 'en', ...fields })
    return this.open(new URL('/authorize/sign-in', page), { method: 'POST', body })
  }
}

const numberOn = (html: string) => /\b(\d{6})</.exec(html)?.[1] ?? ''

async function redeem(wallet: TestWallet, verifier: string, location: URL | undefined) {
  const code = location?.searchParams.get('code') ?? ''
  return wallet.token({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT_URI })
}

async function requestDerived(wallet: TestWallet, token: string, id = 'over-20') {
  const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer))] }
  return wallet.post('/credential', { body: { credential_configuration_id: id, proofs } }, token)
}

describe('on one device', () => {
  test('the wallet comes back to the browser that began, and another gets its code and credential', async () => {
    const wallet = new TestWallet(issuer)
    const { page, verifier, answer } = await begin(wallet)
    expect(answer.status).toBe(201)
    const browser = new Browser()
    const { html } = await browser.open(`${page}&lang=en`)
    expect(html).toContain(CLIENT_ID)
    expect(html).toContain('Aged 20 or over')
    const returned = await desk.present(html, ADULT)
    expect(returned.origin + returned.pathname).toBe(`${issuer.url}/authorize/presented`)
    const { location, status } = await browser.open(returned)
    expect(status).toBe(303)
    expect(location?.origin + (location?.pathname ?? '')).toBe(REDIRECT_URI)
    expect(Object.fromEntries(location!.searchParams)).toMatchObject({ iss: issuer.url, state: 'state-of-the-wallet' })
    const tokens = await redeem(wallet, verifier, location)
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'DPoP' } })
    const received = await requestDerived(wallet, tokens.body['access_token'])
    expect(received).toMatchObject({ status: 200, body: { credentials: [expect.anything()] } })
    const other = await requestDerived(wallet, tokens.body['access_token'], 'resident-of-province')
    expect(other).toMatchObject({ status: 400, body: { code: 'credential_configuration_not_granted' } })
    // What the wallet brought back is good once.
    expect((await browser.open(returned)).status).toBe(400)
  })

  test('a refill gets nothing once the claims are forgotten', async () => {
    const wallet = new TestWallet(issuer)
    const { page, verifier } = await begin(wallet)
    const browser = new Browser()
    const { html } = await browser.open(page)
    const { location } = await browser.open(await desk.present(html, ADULT))
    const { body } = await redeem(wallet, verifier, location)
    const now = issuer.clock.now
    issuer.clock.now = new Date(now.getTime() + 3_600_000)
    const refill = await wallet.token({ grant_type: 'refresh_token', refresh_token: body['refresh_token'] })
    expect(await requestDerived(wallet, refill.body['access_token'])).toMatchObject({ body: { code: 'dossier_over' } })
    issuer.clock.now = now
  })

  test.each([
    ['a child', CHILD, 'This card is for people aged 20 or over only.'],
    ['what is not good', REJECTED, 'What was shown is not good'],
  ])('%s is told why in words, may show something else, or gives up', async (_who, decision, words) => {
    const { page } = await begin()
    const browser = new Browser()
    const { html } = await browser.open(page)
    const { location, status } = await browser.open(await desk.present(html, decision))
    expect([status, location?.pathname]).toEqual([303, '/authorize'])
    const told = await browser.open(`${location}&lang=en`)
    expect(told.html).toContain(words)
    expect(told.html).not.toContain('name="number"')
    expect((await browser.answer(page, { answer: 'agree', number: '' })).status).toBe(400)
    const again = await browser.open(`${page}&lang=en&again=yes`)
    const shown = await browser.open(again.location!)
    expect(shown.html).not.toContain(words)
    const next = await desk.present(shown.html, ADULT)
    expect((await browser.open(next)).location?.searchParams.has('code')).toBe(true)
  })

  test('who gives up sends the wallet access_denied, and what is presented afterwards leads nowhere', async () => {
    const { page } = await begin()
    const browser = new Browser()
    const { html } = await browser.open(page)
    const { location } = await browser.answer(page, { answer: 'refuse' })
    expect(location?.searchParams.get('error')).toBe('access_denied')
    const returned = await desk.present(html, ADULT)
    expect((await browser.open(returned)).status).toBe(400)
  })
})

describe('on two devices', () => {
  test('the one shows a number, by which the other goes on', async () => {
    const wallet = new TestWallet(issuer)
    const { page, verifier } = await begin(wallet)
    const [browser, phone] = [new Browser(), new Browser()]
    const { html } = await browser.open(page)
    const shown = await phone.open(`${await desk.present(html, ADULT)}&lang=en`)
    expect(shown).toMatchObject({ status: 200, location: undefined })
    expect(shown.html).toContain('Tell it to nobody')
    expect((await browser.open(page)).html).toContain('ได้รับเอกสารที่แสดงแล้ว')
    const { location } = await browser.answer(page, { answer: 'agree', number: numberOn(shown.html) })
    expect((await redeem(wallet, verifier, location)).status).toBe(200)
  })

  test('a request that was sent on to somebody gets nobody further: neither who sent it nor who was sent it', async () => {
    const { page } = await begin()
    const [attacker, victim] = [new Browser(), new Browser()]
    const { html } = await attacker.open(page)
    const returned = await desk.present(html, ADULT)
    expect((await victim.open(returned)).location).toBeUndefined()
    expect((await victim.answer(page, { answer: 'agree', number: '000000' })).status).toBe(400)
    const guess = await attacker.answer(page, { answer: 'agree', number: 'none' })
    expect([guess.status, guess.location]).toEqual([400, undefined])
    expect(guess.html).toContain('role="alert"')
  })

  test('after five wrong numbers what was presented is void', async () => {
    const { page } = await begin()
    const [browser, phone] = [new Browser(), new Browser()]
    const { html } = await browser.open(page)
    const returned = await desk.present(html, ADULT)
    const number = numberOn((await phone.open(returned)).html)
    // Of somebody without the cookie: counts nothing.
    for (let i = 0; i < 6; i += 1) await phone.answer(page, { answer: 'agree', number: 'none' })
    for (let i = 0; i < 5; i += 1) await browser.answer(page, { answer: 'agree', number: 'none' })
    expect((await browser.answer(page, { answer: 'agree', number })).status).toBe(400)
    expect((await browser.open(returned)).status).toBe(400)
  })

  test('the phone is told why there is nothing', async () => {
    const { page } = await begin()
    const { html } = await new Browser().open(page)
    const told = await new Browser().open(`${await desk.present(html, CHILD)}&lang=en`)
    expect(told.html).toContain('This card is for people aged 20 or over only.')
  })
})

describe('an authorization of an agency', () => {
  const details = (...ids: string[]) =>
    JSON.stringify(ids.map((id) => ({ type: 'openid_credential', credential_configuration_id: id })))

  test.each([
    ['two derivations by scope', { scope: 'over-20 resident-of-province' }, 'invalid_scope'],
    ['none', { scope: 'openid' }, 'invalid_scope'],
    [
      'two by details',
      { authorization_details: details('over-20', 'resident-of-province') },
      'invalid_authorization_details',
    ],
    ['a document of the register', { authorization_details: details('id-card') }, 'invalid_authorization_details'],
  ])('is not for %s', async (_what, parameters, error) => {
    const { answer } = await new TestWallet(issuer).push(parameters)
    expect(answer).toMatchObject({ status: 400, body: { error } })
  })

  test('may be for several formats of one', async () => {
    const { page, answer } = await new TestWallet(issuer).push({ scope: 'over-20-w3c over-20-jwt' })
    expect(answer.status).toBe(201)
    const browser = new Browser()
    const { html } = await browser.open(page)
    expect((await browser.open(await desk.present(html, ADULT))).location?.searchParams.has('code')).toBe(true)
  })

  test('by details is for one, and the page is of another browser only once', async () => {
    const { page } = await new TestWallet(issuer).push({ authorization_details: details('over-20') })
    const browser = new Browser()
    const { html, headers } = await browser.open(page)
    expect(html).toContain('<bai-presentation')
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    // Loaded again it is the same request, and not one more.
    expect(/request-uri="([^"]+)"/.exec((await browser.open(page)).html)?.[1]).toBe(
      /request-uri="([^"]+)"/.exec(html)?.[1],
    )
    expect((await new Browser().open(page)).status).toBe(400)
  })

  test('is told of in its metadata', async () => {
    const { body } = await call(`${issuer.url}/.well-known/oauth-authorization-server`)
    expect(body).toMatchObject({
      authorization_endpoint: `${issuer.url}/authorize`,
      pushed_authorization_request_endpoint: `${issuer.url}/par`,
      scopes_supported: expect.arrayContaining(['over-20', 'over-20-w3c']),
    })
    expect(body['grant_types_supported']).toContain('authorization_code')
  })

  test('knows no number, date of birth or enrolment', async () => {
    const { page } = await begin()
    const browser = new Browser()
    const { html } = await browser.open(page)
    expect(html).not.toContain('citizen_number')
    const person = { answer: 'agree', citizen_number: '1999900000005', birth_date: '25230314' }
    expect((await browser.answer(page, person)).location).toBeUndefined()
    expect((await postJson(`${issuer.url}/enrolments`, {})).status).toBe(404)
  })
})

test('under HAIP 1.0 an attested wallet gets what is derived, and no other is let in', async () => {
  const provider = new TestWalletProvider()
  const haip = { haip: true, keyAttestationRequired: true, walletProviders: [provider.trusted] }
  const strict = await startTestIssuer([], { ...haip, agency: { derivations, desk, records: undefined } })
  const attested = () => provider.headers(strict.url, strict.clock.now)
  try {
    expect((await new TestWallet(strict).push({ scope: 'over-20' })).answer.status).toBe(401)
    const wallet = new TestWallet(strict)
    // The proof of possession is for one request, and DPoP sends a second one with the nonce.
    await wallet.token({ grant_type: 'refresh_token', refresh_token: 'x' }, await attested())
    const { page, verifier } = await wallet.push({ scope: 'over-20' }, await attested())
    const browser = new Browser()
    const { html } = await browser.open(page)
    const { location } = await browser.open(await desk.present(html, ADULT))
    const code = location?.searchParams.get('code') ?? ''
    const redemption = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT_URI }
    const tokens = await wallet.token(redemption, await attested())
    const keys = [generateNodeSigner().publicJwk]
    const attestation = await provider.attestKeys(keys, strict.clock.now, await freshNonce(strict))
    const body = { credential_configuration_id: 'over-20', proofs: { attestation: [attestation] } }
    expect((await wallet.post('/credential', { body }, tokens.body['access_token'])).status).toBe(200)
    expect(strict.reported).toEqual([])
  } finally {
    await strict.close()
  }
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
