// An agency without a register: a wallet presents what it holds, gets what is derived from it, and shows that to others.
import { readFile } from 'node:fs/promises'
import { houseRegistration, type JsonObject, nationalIdCard, parseJsonObject, parseSdJwt } from '@bai/credential'
import { PolicySchema, type Verdict } from '@bai/verifier'
import {
  type Holding,
  householdRows,
  openOnlineRequest,
  type PresentationPlan,
  planAnswer,
  planPresentation,
  presentCredentials,
  readClaims,
  receiveCredentials,
  sendAnswer,
  type WalletDependencies,
} from '@bai/wallet-agent'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeOffer, postJson } from '../packages/issuer/test/support/protocol.ts'
import { NUMBERS } from '../packages/issuer/test/support/register-lines.ts'
import { createMemoryWallet } from '../packages/wallet-agent/test/support/memory-wallet.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'
import { type AgencyWorld, startAgency } from './support/start-agency.ts'

const RECORDS = `citizen_number,student_number,faculty.th,faculty.en,status
${NUMBERS.head},6512345678,วิศวกรรมศาสตร์,Engineering,enrolled
`
const TECHNICAL = ['iss', 'vct', 'vct#integrity', 'iat', 'nbf', 'exp', 'cnf', 'status']
let world: AgencyWorld
let wallet: WalletDependencies
beforeAll(async () => {
  world = await startAgency({
    derivations: ['over-20', 'airport-fast-track', 'student', 'resident-of-province', 'guardian-of'],
    portrait: (await readFile(portraitPath('M1_id.jpg'))).toString('base64'),
    records: RECORDS,
  })
  wallet = { ...createMemoryWallet(), now: () => new Date() }
  const { answer, txCode } = await makeOffer(world.register, NUMBERS.head)
  await receiveCredentials({ offer: answer.body['offer_uri'], txCode }, wallet)
})
afterAll(() => world?.[Symbol.asyncDispose]())
beforeEach(() => {
  world.register.clock.now = new Date()
})

/** Presents what a derivation asks for. @returns where the wallet is sent on */
async function presentFor(derivation: string, ...people: readonly string[]): Promise<string> {
  const made = await fetch(`${world.agency.url}/derivations/${derivation}/requests`, { method: 'POST' })
  const { request_uri: address } = (await made.json()) as { request_uri: string }
  const { request } = await openOnlineRequest(address, wallet)
  const first = await planAnswer(request, {}, wallet)
  const plan = people.length === 0 ? first : await planAnswer(request, { rows: rowsOf(first, people) }, wallet)
  const { redirectUri } = await sendAnswer(request, await presentCredentials(plan, wallet), wallet)
  return redirectUri ?? ''
}

/** What comes of it, as its holder sees it. */
async function derive(
  derivation: string,
  ...people: readonly string[]
): Promise<{ holding: Holding; claims: JsonObject }> {
  const offer = await presentFor(derivation, ...people)
  expect(offer).toMatch(/^openid-credential-offer:/)
  const [holding] = await receiveCredentials({ offer, copies: 10 }, wallet)
  const claims = readClaims(holding!, { platform: wallet.platform, now: wallet.now() })
  return { holding: holding!, claims: claims! }
}

/** Shows some claims of a type to a verifier that knows nothing but the bundle. */
async function verdictOn(vct: string, paths: readonly (readonly string[])[], bundle: string): Promise<Verdict> {
  const claims = paths.map((path) => ({ path }))
  const policy = PolicySchema.parse({
    name: 'anybody',
    client_name: { th: 'ใครก็ได้', en: 'Anybody' },
    purpose: { th: 'ดู', en: 'To see' },
    dcql_query: { credentials: [{ id: 'it', format: 'dc+sd-jwt', meta: { vct_values: [vct] }, claims }] },
  })
  const request = await world.verifier.createRequest(policy)
  const vpToken = await presentCredentials(await planPresentation(request, {}, wallet), wallet)
  return world.verifier.verify({ vpToken, request, bundle, policy, anchors: undefined, now: new Date() })
}

/** Rows of some people of the house, in the copy that is to be shown: each copy has them in another order. */
function rowsOf(plan: Pick<PresentationPlan, 'credentials'>, names: readonly string[]): readonly number[] {
  const house = plan.credentials.find(({ stored }) => stored.vct === houseRegistration.vct)
  return householdRows(house!.copy.credential, wallet.platform)
    .filter(({ claims }) => names.some((name) => JSON.stringify(claims['name_th']).includes(name)))
    .map(({ place }) => place)
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

test('over-20 says nothing but that, with a portrait, and what it rests on', async () => {
  const { holding, claims } = await derive('over-20')
  const { evidence, ...own } = Object.fromEntries(Object.entries(claims).filter(([name]) => !TECHNICAL.includes(name)))
  expect(Object.keys(own).sort()).toEqual(['age_equal_or_over', 'portrait'])
  expect(own['age_equal_or_over']).toEqual({ '20': true })
  const [source] = evidence as readonly JsonObject[]
  expect(source).toMatchObject({ type: nationalIdCard.vct, level: 'high' })
  expect(String(source?.['on'])).toMatch(DAY)
  const bundle = await world.publish()
  const verdict = await verdictOn(holding.vct, [['age_equal_or_over', '20']], bundle)
  expect(verdict).toMatchObject({ outcome: 'accepted' })
  expect(verdict.credentials[0]?.claims).not.toHaveProperty('portrait')
})

test('nothing in what is derived leads back to the copy that was shown', async () => {
  const card = (await wallet.credentials.list()).find(({ vct }) => vct === nationalIdCard.vct)
  const { holding } = await derive('over-20')
  for (const { credential } of holding.copies) {
    const derived = JSON.stringify([parseSdJwt(credential).jws.payload, credential])
    const text = Buffer.from(parseSdJwt(credential).jws.payload, 'base64url').toString() + derived
    for (const copy of card!.copies) {
      const { jws, disclosures } = parseSdJwt(copy.credential)
      const payload = parseJsonObject(jws.payload, 'payload')
      const { cnf, status, _sd: digests } = payload as { cnf: { jwk: { x: string } }; status: object; _sd: string[] }
      const { uri, idx } = (status as { status_list: { uri: string; idx: number } }).status_list
      for (const trace of [cnf.jwk.x, uri, `"idx":${idx}`, ...digests, ...disclosures])
        expect(text).not.toContain(trace)
    }
  }
})

test('airport-fast-track ends within a day', async () => {
  const { holding, claims } = await derive('airport-fast-track')
  const hours = (new Date(holding.copies[0]!.expiresAt!).getTime() - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(22)
  expect(hours).toBeLessThanOrEqual(24)
  expect(claims).toMatchObject({ given_name: 'Somchai', family_name: 'Jaidee' })
})

test('student: what the agency knows of the person, joined; and revoked by their number', async () => {
  const { holding, claims } = await derive('student')
  expect(claims).toMatchObject({ student_number: '6512345678', is_student: true })
  expect(JSON.stringify(claims)).not.toContain(NUMBERS.head)
  // Ten were asked for; the derivation says five.
  expect(holding.copies).toHaveLength(5)
  const body = { citizen_number: NUMBERS.head, reason: 'left the university' }
  const { status } = await postJson(`${world.agency.url}/operator/revocations`, body, world.agency.operatorToken!)
  expect(status).toBe(200)
  const verdict = await verdictOn(holding.vct, [['is_student']], await world.publish())
  expect(verdict).toMatchObject({ outcome: 'rejected', code: 'credential_revoked' })
})

test('resident-of-province: the province and no more of the address', async () => {
  const { claims } = await derive('resident-of-province')
  expect(JSON.stringify(claims)).toContain('กรุงเทพมหานคร')
  expect(JSON.stringify(claims)).not.toContain('สาทร')
})

test('guardian-of: of head of house and child, from two credentials; who is not both gets a reason in words', async () => {
  const { claims } = await derive('guardian-of', 'สมชาย', 'มะลิ')
  expect(claims).toMatchObject({
    guardian: { name_th: { given_name: 'สมชาย' } },
    child: { name_th: { given_name: 'มะลิ' } },
  })
  const page = await presentFor('guardian-of', 'สมชาย')
  expect(page).toContain('/derive/guardian-of/result?')
  const text = await (await fetch(`${page}&lang=en`)).text()
  expect(text).toContain('This cannot be issued')
  expect(world.faults).toEqual([])
})

test('an agency is believed for its own types and for no other', async () => {
  const { holding } = await derive('over-20')
  const bundle = await world.publish([`${world.agency.url}/vct/another`])
  expect(await verdictOn(holding.vct, [['age_equal_or_over', '20']], bundle)).toMatchObject({
    outcome: 'rejected',
    code: 'credential_type_not_authorized',
  })
})

test('one presentation, one credential: the same answer twice gets nothing', async () => {
  const made = await fetch(`${world.agency.url}/derivations/over-20/requests`, { method: 'POST' })
  const { request_uri: address } = (await made.json()) as { request_uri: string }
  const { request } = await openOnlineRequest(address, wallet)
  const vpToken = await presentCredentials(await planAnswer(request, {}, wallet), wallet)
  const { redirectUri } = await sendAnswer(request, vpToken, wallet)
  await expect(sendAnswer(request, vpToken, wallet)).rejects.toMatchObject({ code: 'verifier_refused' })
  await receiveCredentials({ offer: redirectUri!, copies: 1 }, wallet)
  await expect(receiveCredentials({ offer: redirectUri!, copies: 1 }, wallet)).rejects.toMatchObject({
    code: 'issuer_refused',
  })
})
