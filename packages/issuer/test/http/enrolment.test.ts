import { citizenNumberCheckDigit } from '@bai/credential'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { IssuerError } from '../../src/index.ts'
import { call, postJson } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

/** Begins as a JPEG does; what follows is not looked at by the comparator of these tests. */
const PORTRAIT = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 1)]).toString('base64')
const OTHER = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200, 2)]).toString('base64')

let issuer: TestIssuer
beforeEach(async () => {
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })])
})
afterEach(() => issuer.close())

function enrol(fields: Record<string, unknown> = {}) {
  const body = {
    citizen_number: NUMBERS.head,
    birth_date: '25230314',
    laser_code: 'JT0-0000001-00',
    selfie: PORTRAIT,
    ...fields,
  }
  return postJson(`${issuer.url}/enrolments`, body)
}

test('three factors and the face give an offer with its transaction code', async () => {
  const answer = await enrol({ citizen_number: '1-9999-00000-00-5', laser_code: 'jt0000000100' })
  expect(answer).toMatchObject({ status: 201 })
  expect(answer.body['credential_offer_uri']).toMatch(/^openid-credential-offer:\/\//)
  expect(answer.body['tx_code']).toMatch(/^\d{6}$/)
})

test('whatever is wrong, the answer is the same', async () => {
  const answers = []
  for (const wrong of [{ birth_date: '25230315' }, { laser_code: 'JT0-0000002-00' }, { selfie: OTHER }]) {
    answers.push((await enrol(wrong)).body)
  }
  answers.push((await enrol({ citizen_number: NUMBERS.wife })).body)
  expect(answers[0]).toMatchObject({ error: 'enrolment_refused' })
  for (const answer of answers) expect(answer).toEqual(answers[0])
  const evidence = await issuer.db.selectFrom('enrolment').select(['outcome', 'code']).orderBy('created_at').execute()
  expect(evidence.map(({ code }) => code).sort()).toEqual([
    'citizen_unknown',
    'face_no_match',
    'factor_wrong',
    'factor_wrong',
  ])
})

test('after three wrong tries the person is locked, for longer each time; time and the right factors open', async () => {
  for (let i = 0; i < 3; i++) expect((await enrol({ selfie: OTHER })).status).toBe(403)
  const locked = await enrol()
  expect(locked).toMatchObject({ status: 429, body: { error: 'enrolment_locked' } })
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0)
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 61_000)
  expect((await enrol({ selfie: OTHER })).status).toBe(403)
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 61_000)
  expect((await enrol()).status).toBe(429)
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 61_000)
  expect((await enrol()).status).toBe(201)
})

test('tries that come all at once are counted one by one', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => enrol({ selfie: OTHER })))
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(3)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
})

test.each([
  { citizen_number: '1999900000006' },
  { birth_date: '14/03/2523' },
  { selfie: 'not base64!' },
  { selfie: '' },
  { surprise: true },
])('a malformed enrolment %j is refused before anything is looked up', async (fields) => {
  expect(await enrol(fields)).toMatchObject({ status: 400, body: { code: 'request_malformed' } })
  expect(await issuer.db.selectFrom('enrolment').selectAll().execute()).toEqual([])
})

test('no picture is left in the database', async () => {
  await enrol()
  await enrol({ selfie: OTHER })
  const tables = ['enrolment', 'attempt', 'offer', 'access_token', 'issuance', 'audit'] as const
  for (const table of tables) {
    const text = JSON.stringify(await issuer.db.selectFrom(table).selectAll().execute())
    expect(text).not.toContain(OTHER.slice(20, 60))
    expect(text).not.toContain(PORTRAIT.slice(20, 60))
  }
})

test.each([
  ['believed where a proxy is trusted', 1, 201],
  ['not believed by default', 0, 429],
])('the address that a proxy names is %s', async (_what, trustedProxies, status) => {
  const wife = { citizen_number: NUMBERS.wife, role: 'resident', laser_code: 'JT0-0000002-00', portrait: PORTRAIT }
  const behindProxy = await startTestIssuer([houseLine(), personLine(), personLine(wife)], { trustedProxies })
  const from = (address: string, fields: Record<string, unknown>) =>
    call(`${behindProxy.url}/enrolments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({
        citizen_number: NUMBERS.wife,
        birth_date: '25230314',
        laser_code: 'JT0-0000002-00',
        selfie: PORTRAIT,
        ...fields,
      }),
    })
  // Ten tries for people who do not exist use up what one address has.
  for (let i = 0; i < 10; i++) {
    const unknown = `${100000000000 + i}`
    await from('198.51.100.7', { citizen_number: `${unknown}${citizenNumberCheckDigit(unknown)}` })
  }
  expect((await from('198.51.100.7', {})).status).toBe(429)
  expect((await from('203.0.113.9', {})).status).toBe(status)
  await behindProxy.close()
})

test("a fault of the register's portrait is refused like everything else, and told to the operator alone", async () => {
  const broken = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], {
    compareFaces: async () => {
      throw new IssuerError('picture_unusable', 'No face.', { picture: 'first', reason: 'face_not_found' })
    },
  })
  const body = { citizen_number: NUMBERS.head, birth_date: '25230314', laser_code: 'JT0-0000001-00', selfie: PORTRAIT }
  const refused = await postJson(`${broken.url}/enrolments`, body)
  expect(refused).toMatchObject({ status: 403, body: { code: 'enrolment_refused', details: {} } })
  expect(refused.body).toEqual((await enrol({ selfie: OTHER })).body)
  const evidence = await broken.db.selectFrom('enrolment').select(['outcome', 'code', 'percent']).execute()
  expect(evidence).toEqual([{ outcome: 'refused', code: 'portrait_unusable', percent: null }])
  expect(broken.reported).toMatchObject([{ code: 'portrait_unusable', details: { reason: 'face_not_found' } }])
  expect(JSON.stringify(broken.reported)).not.toContain(NUMBERS.head)
  await broken.close()
})
