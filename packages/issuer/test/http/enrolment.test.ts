import { afterEach, beforeEach, expect, test } from 'vitest'
import { sweepExpired } from '../../src/index.ts'
import { makePicture } from '../support/agency.ts'
import {
  begin,
  currentConsent,
  EXPIRED_CARD,
  enrol,
  FACTORS,
  filmFor,
  OTHER,
  PORTRAIT,
  renew,
  sendPictures,
} from '../support/enrol.ts'
import { call, redeem } from '../support/protocol.ts'
import { houseLine, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeEach(async () => {
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })])
})
afterEach(async () => {
  expect(issuer.reported).toEqual([])
  await issuer.close()
})

function pass(seconds: number): void {
  issuer.clock.now = new Date(issuer.clock.now.getTime() + seconds * 1000)
}

test('factors, film and face give an offer that is redeemed with its transaction code', async () => {
  const answer = await enrol(issuer, { citizen_number: '1-9999-00000-00-5', laser_code: 'jt0000000100' })
  expect(answer).toMatchObject({ status: 201, body: { outcome: 'approved' } })
  expect(Object.keys(answer.body).sort()).toEqual(['credential_offer_uri', 'expires_at', 'outcome', 'tx_code'])
  const offer = JSON.parse(new URL(answer.body['credential_offer_uri']).searchParams.get('credential_offer') ?? '')
  expect(offer.credential_configuration_ids).toEqual(['id-card', 'house-registration'])
  const code = offer.grants['urn:ietf:params:oauth:grant-type:pre-authorized_code']['pre-authorized_code']
  const token = await redeem(issuer, { 'pre-authorized_code': code, tx_code: answer.body['tx_code'] })
  expect(token.status).toBe(200)
})

test('the evidence has scores, models, consent and time, and nothing that was typed or taken', async () => {
  await enrol(issuer)
  const [row, ...others] = await issuer.db.selectFrom('enrolment').selectAll().execute()
  expect(others).toEqual([])
  expect(row).toMatchObject({
    outcome: 'approved',
    code: null,
    percent: 100,
    operating_point: 'same bytes',
    profile: 'same-bytes@1',
    model_hash: 'none',
    with_laser_code: true,
    consent_version: '2-7d',
    consent_locale: 'th',
    consented_at: issuer.clock.now,
    created_at: issuer.clock.now,
    liveness: { outcome: 'passed', checks: [{ stage: 'actions', outcome: 'passed' }], advisory: { length: 3 } },
  })
  const audit = await issuer.db.selectFrom('audit').selectAll().where('action', '=', 'enrolment_concluded').execute()
  const detail = { outcome: 'approved', consent: '2-7d', laser_code: true, enrolment: row!.id }
  expect(audit).toMatchObject([{ actor: 'citizen', detail }])
})

test('the consent is served in both languages, and wanted in its current version', async () => {
  const { body } = await call(`${issuer.url}/enrolments/consent`)
  expect(body['th']).toMatch(/ยินยอม.*ไม่เกิน 7 วัน/)
  expect(body['en']).toMatch(/I agree.*for 7 days at most/)
  const consent = await currentConsent(issuer)
  const details = { current: body['version'] }
  const answers = [
    [await begin(issuer, { consent: undefined }), 400, 'consent_missing'],
    [await begin(issuer, { consent: { ...consent, given: false } }), 400, 'consent_missing'],
    [await begin(issuer, { consent: { ...consent, version: '0-7d' } }), 409, 'consent_outdated'],
  ] as const
  for (const [answer, status, code] of answers) expect(answer).toMatchObject({ status, body: { code, details } })
  expect(await issuer.db.selectFrom('enrolment_session').selectAll().execute()).toEqual([])
  // Nothing of it was a try.
  expect(await issuer.db.selectFrom('attempt').selectAll().execute()).toEqual([])
})

test.each([
  { citizen_number: '1999900000006' },
  { birth_date: '14/03/2523' },
  { surprise: true },
  { consent: { version: '2-7d', given: true, locale: 'fr' } },
])('a malformed beginning %j is refused before anything is counted', async (fields) => {
  expect(await begin(issuer, fields)).toMatchObject({ status: 400, body: { code: 'request_malformed' } })
  expect(await issuer.db.selectFrom('attempt').selectAll().execute()).toEqual([])
})

test('an unknown credential type is told at the beginning', async () => {
  const answer = await begin(issuer, { credential_types: ['passport'] })
  expect(answer.body).toMatchObject({ code: 'credential_configuration_unknown' })
})

test.each([
  { selfie: 'not base64!' },
  { selfie: '' },
  { frames: [] },
  { frames: [{ at: 0, image: Buffer.alloc(200, 1).toString('base64') }] },
  { frames: [{ at: 0, image: makePicture('too wide', { width: 1281 }) }] },
  { frames: Array.from({ length: 241 }, (_, at) => ({ at, image: OTHER })) },
  { surprise: true },
])('malformed pictures are refused before anything is looked at', async (fields) => {
  const begun = await begin(issuer)
  expect(await sendPictures(issuer, begun, fields)).toMatchObject({ status: 400, body: { code: 'request_malformed' } })
  expect(await issuer.db.selectFrom('enrolment').selectAll().execute()).toEqual([])
  expect(await sendPictures(issuer, begun)).toMatchObject({ status: 201 })
})

test('a challenge is answered once, whatever came of it', async () => {
  const begun = await begin(issuer)
  const failed = await sendPictures(issuer, begun, { frames: filmFor('another nonce') })
  const details = { code: 'action_missing', step: 0, challengesLeft: 2 }
  expect(failed).toMatchObject({ status: 422, body: { code: 'liveness_failed', details } })
  expect(await sendPictures(issuer, begun)).toMatchObject({ status: 409, body: { code: 'challenge_used' } })
  const renewed = await renew(issuer, begun)
  expect(await sendPictures(issuer, renewed)).toMatchObject({ status: 201 })
  expect(await sendPictures(issuer, renewed)).toMatchObject({ status: 409, body: { code: 'challenge_used' } })
  expect(await renew(issuer, begun)).toMatchObject({ status: 409, body: { code: 'enrolment_ended' } })
  // The film that failed is evidence too, and no end of the enrolment.
  const rows = await issuer.db.selectFrom('enrolment').select(['outcome', 'code', 'attempt_of']).execute()
  expect(rows.sort((a, b) => (a.outcome < b.outcome ? -1 : 1))).toEqual([
    { outcome: 'approved', code: null, attempt_of: null },
    { outcome: 'failed', code: 'liveness_failed', attempt_of: begun.body['enrolment_id'] },
  ])
})

test('of many films for one challenge at once, one is looked at', async () => {
  const begun = await begin(issuer)
  const answers = await Promise.all(Array.from({ length: 3 }, () => sendPictures(issuer, begun)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
})

test('of films for two challenges of one enrolment at once, one decides', async () => {
  const begun = await begin(issuer)
  const renewed = await renew(issuer, begun)
  const answers = await Promise.all([sendPictures(issuer, begun), sendPictures(issuer, renewed)])
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(await issuer.db.selectFrom('offer').selectAll().execute()).toHaveLength(1)
})

test('an enrolment has three challenges, so that nobody waits for one that an old film fits', async () => {
  const begun = await begin(issuer)
  const nonces = new Set(
    [begun, await renew(issuer, begun), await renew(issuer, begun)].map(({ body }) => body['challenge'].nonce),
  )
  expect(nonces.size).toBe(3)
  expect(await renew(issuer, begun)).toMatchObject({ status: 409, body: { code: 'challenge_limit_reached' } })
})

test('a challenge of another enrolment is none of this one', async () => {
  const [one, other] = [await begin(issuer), await begin(issuer)]
  const { nonce } = other.body['challenge']
  const answer = await sendPictures(issuer, one, { nonce, frames: filmFor(nonce) })
  expect(answer).toMatchObject({ status: 400, body: { code: 'challenge_unknown' } })
})

test('only the secret opens an enrolment, and an unknown one is refused in the same way', async () => {
  const begun = await begin(issuer)
  const wrong = [
    { ...begun, body: { ...begun.body, enrolment_secret: 'x'.repeat(43) } },
    { ...begun, body: { ...begun.body, enrolment_id: '00000000-0000-4000-8000-000000000000' } },
    { ...begun, body: { ...begun.body, enrolment_id: 'nothing' } },
  ]
  for (const attempt of wrong) {
    const answers = [await sendPictures(issuer, attempt), await renew(issuer, attempt)]
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 401, body: { code: 'enrolment_secret_invalid' } })
  }
  const [row] = await issuer.db.selectFrom('enrolment_session').selectAll().execute()
  expect(JSON.stringify(row)).not.toContain(begun.body['enrolment_secret'])
})

test('an enrolment is over after a quarter of an hour, and forgotten', async () => {
  const begun = await begin(issuer)
  pass(900)
  expect(await sendPictures(issuer, begun)).toMatchObject({ status: 410, body: { code: 'enrolment_expired' } })
  await sweepExpired(issuer.db, issuer.clock.now)
  expect(await issuer.db.selectFrom('enrolment_challenge').selectAll().execute()).toEqual([])
  expect(await sendPictures(issuer, begun)).toMatchObject({ status: 401 })
})

test('a film that comes too late is refused with its code', async () => {
  const begun = await begin(issuer)
  pass(69)
  const answer = await sendPictures(issuer, begun)
  expect(answer.body).toMatchObject({ code: 'liveness_failed', details: { code: 'challenge_expired' } })
})

test('who was enrolled before may leave out the laser code, and nobody else', async () => {
  const again = { laser_code: undefined }
  expect(await enrol(issuer, again)).toMatchObject({ status: 403, body: { code: 'enrolment_refused' } })
  expect(await enrol(issuer)).toMatchObject({ status: 201 })
  expect(await enrol(issuer, again)).toMatchObject({ status: 201 })
  expect(await enrol(issuer, again, { selfie: OTHER })).toMatchObject({ status: 403 })
  expect(await enrol(issuer, { ...again, birth_date: '25230315' })).toMatchObject({ status: 403 })
  const codes = await issuer.db.selectFrom('enrolment').select('code').execute()
  expect(codes.map(({ code }) => code ?? 'none').sort()).toEqual([
    'face_no_match',
    'factor_wrong',
    'laser_code_missing',
    'none',
    'none',
  ])
})

test('somebody who has shown who they are is told that their card has expired', async () => {
  const other = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT, card: EXPIRED_CARD })])
  const fields = { credential_types: ['id-card'] }
  expect(await enrol(other, fields)).toMatchObject({ status: 409, body: { code: 'citizen_not_eligible' } })
  await other.close()
})

test('more films at once than there are places are sent away unread, and may come again', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const narrow = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], {
    enrolmentsAtOnce: 1,
    compareFaces: async () => {
      await held
      return { decision: 'match', percent: 90, operatingPoint: 'p', profile: 'p@1', modelHash: 'm' }
    },
  })
  const [first, second] = [await begin(narrow), await begin(narrow)]
  const working = sendPictures(narrow, first)
  const busy = async () => (await sendPictures(narrow, second)).body['code'] === 'face_matcher_busy'
  // The place is taken as soon as the first has arrived.
  while (!(await busy())) await renew(narrow, second)
  release()
  expect((await working).status).toBe(201)
  await narrow.close()
})

test('all three factors stand in the database as one keyed hash', async () => {
  await begin(issuer)
  const text = JSON.stringify(await issuer.db.selectFrom('enrolment_session').selectAll().execute())
  for (const typed of [FACTORS.citizen_number, FACTORS.birth_date, '0000001']) expect(text).not.toContain(typed)
})
