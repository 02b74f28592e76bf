// Under HAIP an offer for what was just presented has an issuer_state in the place of a pre-authorised code.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { exampleDerivation } from '../derivation/example-derivations.ts'
import { postJson } from '../support/protocol.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { showCard, TestDesk } from '../support/test-desk.ts'
import { REDIRECT_URI, random, TestWallet } from '../support/test-wallet.ts'
import { TestWalletProvider } from '../support/wallet-provider.ts'

const ADULT = showCard({ age_equal_or_over: { '20': true } })
const MINUTES = 60_000

const desk = new TestDesk()
const derivations = new Map(
  (['over-20', 'resident-of-province', 'student'] as const).map((name) => [name, exampleDerivation(name)]),
)
const provider = new TestWalletProvider()
let issuer: TestIssuer
let start: Date
beforeAll(async () => {
  const haip = { haip: true, walletProviders: [provider.trusted] }
  issuer = await startTestIssuer([], { ...haip, agency: { derivations, desk, records: undefined } })
  start = issuer.clock.now
})
afterAll(() => issuer.close())
afterEach(() => {
  issuer.clock.now = start
  expect(issuer.reported).toEqual([])
})

/** Presents on the page of the agency. @returns the grants of the offer that comes back */
async function presentForOffer() {
  const page = await fetch(`${issuer.url}/derive/over-20?begin=1`)
  const offer = await desk.present(await page.text(), ADULT)
  return JSON.parse(offer.searchParams.get('credential_offer') ?? '').grants
}

/** Pushes a request with this state, and opens it in a new browser. */
async function open(issuerState: string, scope = 'over-20') {
  const wallet = new TestWallet(issuer)
  const attested = () => provider.headers(issuer.url, issuer.clock.now)
  // The proof of possession is for one request, and DPoP sends a second one with the nonce.
  await wallet.token({ grant_type: 'refresh_token', refresh_token: 'x' }, await attested())
  const { page, verifier, answer } = await wallet.push({ scope, issuer_state: issuerState }, await attested())
  expect(answer.status).toBe(201)
  const { status, headers } = await fetch(page, { redirect: 'manual' })
  const location = headers.get('location')
  const redeem = async () => {
    const code = new URL(location ?? '').searchParams.get('code') ?? ''
    const fields = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: REDIRECT_URI }
    return wallet.token(fields, await attested())
  }
  return { status, location, redeem }
}

test('whoever has presented gets a code without presenting again', async () => {
  const grants = await presentForOffer()
  expect(grants).toEqual({ authorization_code: { issuer_state: expect.stringMatching(/^[\w-]{43}$/) } })
  const { status, location, redeem } = await open(grants.authorization_code.issuer_state)
  expect([status, location?.split('?')[0]]).toEqual([303, REDIRECT_URI])
  expect(await redeem()).toMatchObject({ status: 200, body: { token_type: 'DPoP' } })
})

test('once: the second time there is the page that asks for a presentation', async () => {
  const { issuer_state: state } = (await presentForOffer()).authorization_code
  // At the same time, too.
  const answers = await Promise.all([open(state), open(state)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 303])
  expect(await open(state)).toMatchObject({ status: 200, location: null })
})

test('for what it was offered for, and it is not used up by another', async () => {
  const { issuer_state: state } = (await presentForOffer()).authorization_code
  expect((await open(state, 'resident-of-province')).status).toBe(200)
  expect((await open(state)).status).toBe(303)
})

test.each([
  ['an invented one', async () => random()],
  ['an empty one', async () => ''],
  [
    'one whose time is over',
    async () => {
      const { issuer_state: state } = (await presentForOffer()).authorization_code
      issuer.clock.now = new Date(start.getTime() + 60 * MINUTES)
      return state
    },
  ],
])('%s leads to the page', async (_which, stateOf) => {
  expect(await open(await stateOf())).toMatchObject({ status: 200, location: null })
})

test('it stands in the database as a keyed hash, and is the code of no offer', async () => {
  const { issuer_state: state } = (await presentForOffer()).authorization_code
  const rows = await issuer.db.selectFrom('offer').selectAll().execute()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(state)
  expect((await fetch(`${issuer.url}/credential-offers/${state}`)).status).toBe(404)
})

test('at the counter nothing is begun: there is no wallet there that is attested', async () => {
  const dossiers = () => issuer.db.selectFrom('dossier').selectAll().execute()
  const before = await dossiers()
  const path = `${issuer.url}/operator/derivations/student/offers`
  const refused = await postJson(path, { checked: { id_card: {} }, reason: 'ID card seen' }, OPERATOR_TOKEN)
  expect(refused).toMatchObject({ status: 403, body: { code: 'counter_not_allowed' } })
  expect(await dossiers()).toEqual(before)
})
