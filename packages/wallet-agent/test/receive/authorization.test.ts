import { parseJsonObject } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NUMBERS } from '../../../issuer/test/support/register-lines.ts'
import { CLIENT_ID, REDIRECT_URI, s256, signIn } from '../../../issuer/test/support/test-wallet.ts'
import {
  finishAuthorization,
  PendingAuthorizationSchema,
  receiveCredentials,
  startAuthorization,
} from '../../src/index.ts'
import {
  changing,
  type Issuing,
  offerOf,
  signInOfferOf,
  startIssuing,
  type WatchedWallet,
} from '../support/start-issuing.ts'

const PERSON = { citizen_number: NUMBERS.head, birth_date: '25230314' }
const METADATA = '/.well-known/openid-credential-issuer'
const SERVER_METADATA = '/.well-known/oauth-authorization-server'

let issuing: Issuing
let watched: WatchedWallet
beforeAll(async () => {
  issuing = await startIssuing()
})
afterAll(() => issuing.issuer.close())
beforeEach(() => {
  watched = issuing.open()
})

const sentTo = (path: string) => watched.wire.sent.filter((request) => request.path === path)

const openOffer = (types: readonly string[] = ['id-card', 'house-registration']) => signInOfferOf(issuing.issuer, types)

async function start(offer?: string) {
  const input = { offer: offer ?? (await openOffer()), clientId: CLIENT_ID, redirectUri: REDIRECT_URI, copies: 2 }
  return startAuthorization(input, watched.wallet)
}

/** Started, and signed in for: what waits, and the address that the browser came back to. */
async function comeBack(offer?: string) {
  const { authorizationUrl, pending } = await start(offer)
  const { location } = await signIn(authorizationUrl, PERSON)
  return { pending, location: location! }
}

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'good',
    (error) => error.code,
  )

describe('receiving by signing in', () => {
  test('gives both credentials, by a pushed request with PKCE and tokens bound to a key', async () => {
    const { pending, location } = await comeBack()
    // What waits can be stored in between.
    const stored = PendingAuthorizationSchema.parse(JSON.parse(JSON.stringify(pending)))
    const received = await finishAuthorization(location.href, stored, watched.wallet)
    expect(received.map(({ configurationId, copies }) => [configurationId, copies.length])).toEqual([
      ['id-card', 2],
      ['house-registration', 2],
    ])
    expect(await watched.wallet.credentials.list()).toEqual(received)
    const pushed = new URLSearchParams(sentTo('/par').at(-1)?.body)
    expect(pushed.get('code_challenge_method')).toBe('S256')
    expect(pushed.get('code_challenge')).toBe(s256(pending.codeVerifier))
    expect(pushed.get('state')).toBe(pending.state)
    expect(pushed.get('scope')).toBe('id-card house-registration')
    // RFC 9449, section 4.3: a proof with each request, of one key; with the token its hash.
    for (const path of ['/par', '/token', '/credential']) {
      const [header = '', payload = ''] = (sentTo(path).at(-1)?.headers.get('dpop') ?? '').split('.')
      expect(parseJsonObject(header, 'header')).toMatchObject({
        typ: 'dpop+jwt',
        jwk: { ...watched.keys.get(pending.dpopKeyId!)?.publicJwk },
      })
      const claims = parseJsonObject(payload, 'payload')
      expect(claims).toMatchObject({ htm: 'POST', htu: issuing.issuer.url + path, nonce: expect.any(String) })
    }
    expect(sentTo('/credential').at(-1)?.headers.get('authorization')).toMatch(/^DPoP /)
  })

  test('names the credentials where one of them has no scope, and asks for them by their identifiers', async () => {
    watched.wire.change = changing(METADATA, (metadata) => {
      const { scope: _, ...card } = metadata.credential_configurations_supported['id-card']
      const supported = { ...metadata.credential_configurations_supported, 'id-card': card }
      return { ...metadata, credential_configurations_supported: supported }
    })
    const { pending, location } = await comeBack(await openOffer(['id-card']))
    const pushed = new URLSearchParams(sentTo('/par').at(-1)?.body)
    expect([pushed.get('scope'), JSON.parse(pushed.get('authorization_details') ?? '')]).toEqual([
      null,
      [{ type: 'openid_credential', credential_configuration_id: 'id-card' }],
    ])
    expect(await finishAuthorization(location.href, pending, watched.wallet)).toHaveLength(1)
    const request = JSON.parse(sentTo('/credential').at(-1)?.body ?? '')
    expect(request).toMatchObject({ credential_identifier: 'id-card' })
    expect(request).not.toHaveProperty('credential_configuration_id')
  })

  test('uses PKCE by S256 too where the server does not speak of it', async () => {
    watched.wire.change = changing(SERVER_METADATA, ({ code_challenge_methods_supported: _, ...rest }) => rest)
    const { pending } = await start()
    const pushed = new URLSearchParams(sentTo('/par').at(-1)?.body)
    expect(pushed.get('code_challenge')).toBe(s256(pending.codeVerifier))
  })

  test('goes to the page with the whole request where nothing can be pushed, and binds the code to the key', async () => {
    watched.wire.change = changing(SERVER_METADATA, ({ pushed_authorization_request_endpoint: _, ...rest }) => rest)
    const { authorizationUrl, pending } = await start()
    expect(sentTo('/par')).toEqual([])
    const query = new URL(authorizationUrl).searchParams
    expect(query.get('state')).toBe(pending.state)
    expect(query.get('code_challenge')).toBe(s256(pending.codeVerifier))
    expect(query.get('dpop_jkt')).toMatch(/^[\w-]{43}$/)
  })
})

describe('what comes back from the browser is not taken', () => {
  const altered: readonly (readonly [string, (url: URL) => unknown, string])[] = [
    ['with another state', (url) => url.searchParams.set('state', 'x'), 'state'],
    ['without state', (url) => url.searchParams.delete('state'), 'state'],
    ['of another server (RFC 9207)', (url) => url.searchParams.set('iss', 'https://other.example'), 'iss'],
    ['that does not say of which server, where the server always does', (url) => url.searchParams.delete('iss'), 'iss'],
    ['with two codes', (url) => url.searchParams.append('code', 'x'), 'code'],
    ['without a code', (url) => url.searchParams.delete('code'), 'code'],
    ['at another address', (url) => Object.assign(url, { host: 'other.example' }), 'address'],
  ]
  test.each(altered)('%s', async (_what, alter, reason) => {
    const { pending, location } = await comeBack()
    const url = new URL(location)
    alter(url)
    const error = await finishAuthorization(url.href, pending, watched.wallet).catch((caught) => caught)
    expect([error.code, error.details]).toEqual(['authorization_answer_malformed', { reason }])
    expect(sentTo('/token')).toEqual([])
    expect(await watched.wallet.credentials.list()).toEqual([])
  })

  test('when it is no address', async () => {
    const { pending } = await start()
    expect(await codeOf(finishAuthorization('hello', pending, watched.wallet))).toBe('authorization_answer_malformed')
  })

  test('from a person who says no', async () => {
    const { authorizationUrl, pending } = await start()
    const { location } = await signIn(authorizationUrl, PERSON, { answer: 'refuse' })
    const error = await finishAuthorization(location!.href, pending, watched.wallet).catch((caught) => caught)
    expect([error.code, error.details]).toEqual(['authorization_refused', { error: 'access_denied' }])
  })

  test('half an hour later', async () => {
    const { pending, location } = await comeBack()
    const late = { ...watched.wallet, now: () => new Date(issuing.issuer.clock.now.getTime() + 1_800_000) }
    expect(await codeOf(finishAuthorization(location.href, pending, late))).toBe('authorization_expired')
  })

  test('twice', async () => {
    const { pending, location } = await comeBack()
    await finishAuthorization(location.href, pending, watched.wallet)
    expect(await codeOf(finishAuthorization(location.href, pending, watched.wallet))).toBe('issuer_refused')
  })

  test('by another verifier than was asked with', async () => {
    const { pending, location } = await comeBack()
    const other = { ...pending, codeVerifier: 'x'.repeat(64) }
    expect(await codeOf(finishAuthorization(location.href, other, watched.wallet))).toBe('issuer_refused')
    expect(await watched.wallet.credentials.list()).toEqual([])
  })
})

describe('the grants of an offer are told apart', () => {
  test('nobody signs in for one with a code, and no code is in one to sign in for', async () => {
    expect(await codeOf(start(await offerOf(issuing.issuer)))).toBe('offer_grant_unsupported')
    expect(await codeOf(receiveCredentials({ offer: await openOffer() }, watched.wallet))).toBe(
      'offer_grant_unsupported',
    )
    expect(watched.keys.size).toBe(0)
  })

  test('a refused request leaves no key behind', async () => {
    const input = { offer: await openOffer(), clientId: CLIENT_ID, redirectUri: 'not an address' }
    expect(await codeOf(startAuthorization(input, watched.wallet))).toBe('issuer_refused')
    expect(watched.keys.size).toBe(0)
  })
})

test('nothing went wrong inside the issuer', () => {
  expect(issuing.issuer.reported).toEqual([])
})
