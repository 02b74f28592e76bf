import { afterEach, beforeEach, expect, test } from 'vitest'
import { sweepExpired } from '../../src/database/sweep-expired.ts'
import { type CompareFaces, IssuerError } from '../../src/index.ts'
import { askAsAgency, makeAgencyKey, makePicture, verifyFace } from '../support/agency.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const PICTURE = makePicture('the head of the house')
const OTHER = makePicture('somebody else')
const ONCE = { 'idempotency-key': 'a-name-for-one-request' }

let issuer: TestIssuer
let compared: number
let held: Promise<void> | undefined
let failing: Error | undefined

const compareFaces: CompareFaces = async (first, second) => {
  compared += 1
  await held
  if (failing !== undefined) throw failing
  return sameBytes(first, second)
}

beforeEach(async () => {
  compared = 0
  held = undefined
  failing = undefined
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PICTURE })], {
    compareFaces,
    faceRequestsAtOnce: 20,
    faceRequestsAtOncePerAgency: 20,
  })
})
afterEach(() => issuer.close())

const later = (seconds: number) => {
  issuer.clock.now = new Date(issuer.clock.now.getTime() + seconds * 1000)
}
const replayed = ({ headers }: { headers: Headers }) => headers.get('idempotency-replayed')

test('the same request again has the same answer, and is neither compared nor counted', async () => {
  const { key } = await makeAgencyKey(issuer, { quota_per_day: 1 })
  const first = await verifyFace(issuer, key, { image: PICTURE }, ONCE)
  expect(first).toMatchObject({ status: 200, body: { decision: 'match' } })
  expect(replayed(first)).toBeNull()
  for (let i = 0; i < 7; i++) {
    const again = await verifyFace(issuer, key, { image: PICTURE }, ONCE)
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body))
    expect([again.status, replayed(again)]).toEqual([200, 'true'])
  }
  expect(compared).toBe(1)
  const audited = await issuer.db.selectFrom('audit').selectAll().where('action', '=', 'face_verified').execute()
  expect(audited).toHaveLength(1)
})

test('of ten at once one is compared; the others have its answer or are told to come again', async () => {
  const { key } = await makeAgencyKey(issuer)
  const answers = await Promise.all(Array.from({ length: 10 }, () => verifyFace(issuer, key, { image: PICTURE }, ONCE)))
  expect(compared).toBe(1)
  for (const { status, body, headers } of answers) {
    if (status === 200) expect(body).toMatchObject({ decision: 'match' })
    else {
      expect({ status, body }).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } })
      expect(headers.get('retry-after')).toBe('1')
    }
  }
  expect(answers.filter((answer) => answer.status === 200 && replayed(answer) === null)).toHaveLength(1)
})

test('another body or endpoint under the same key is refused; another agency has its own keys', async () => {
  const [one, two] = [await makeAgencyKey(issuer), await makeAgencyKey(issuer)]
  expect((await verifyFace(issuer, one.key, { image: PICTURE }, ONCE)).status).toBe(200)
  const common = { purpose: 'account_opening', consent_reference: 'consent-0001' }
  const others = [
    await verifyFace(issuer, one.key, { image: OTHER }, ONCE),
    await verifyFace(issuer, one.key, { image: PICTURE, citizen_number: NUMBERS.wife }, ONCE),
    await verifyFace(issuer, one.key, { image: PICTURE, purpose: 'loan' }, ONCE),
    await askAsAgency(issuer, one.key, {
      path: '/v1/face-comparisons',
      headers: ONCE,
      body: { ...common, first_image: PICTURE, second_image: PICTURE },
    }),
  ]
  for (const answer of others) expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  const ofTwo = await verifyFace(issuer, two.key, { image: OTHER }, ONCE)
  expect([ofTwo.status, replayed(ofTwo)]).toEqual([200, null])
})

test('a refusal of the picture is told again without another look at it', async () => {
  const { key } = await makeAgencyKey(issuer)
  failing = new IssuerError('picture_unusable', 'No face.', { picture: 'second', reason: 'face_not_found' })
  const first = await verifyFace(issuer, key, { image: OTHER }, ONCE)
  failing = undefined
  const again = await verifyFace(issuer, key, { image: OTHER }, ONCE)
  expect(first.status).toBe(422)
  expect({ status: again.status, body: again.body }).toEqual({ status: 422, body: first.body })
  expect([replayed(first), replayed(again), compared]).toEqual([null, 'true', 1])
})

test.each([
  ['an overload', new IssuerError('face_matcher_busy', 'Busy.', { retryAfterSeconds: 2 }), 503],
  ['a fault of ours', new Error('on purpose'), 500],
])('after %s the same request is done anew', async (_what, error, status) => {
  const { key } = await makeAgencyKey(issuer)
  failing = error
  expect((await verifyFace(issuer, key, { image: PICTURE }, ONCE)).status).toBe(status)
  failing = undefined
  const again = await verifyFace(issuer, key, { image: PICTURE }, ONCE)
  expect([again.status, replayed(again)]).toEqual([200, null])
})

test('a request that never ended holds its key for a minute and not for ever', async () => {
  const { key } = await makeAgencyKey(issuer)
  let release: () => void = () => {}
  held = new Promise((resolve) => {
    release = resolve
  })
  const slow = verifyFace(issuer, key, { image: PICTURE }, ONCE)
  while (compared === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  held = undefined
  later(59)
  expect(await verifyFace(issuer, key, { image: PICTURE }, ONCE)).toMatchObject({ status: 409 })
  later(1)
  expect((await verifyFace(issuer, key, { image: PICTURE }, ONCE)).status).toBe(200)
  // The first was given up on: whatever comes of it, the kept answer is that of the second.
  failing = new Error('on purpose')
  release()
  expect((await slow).status).toBe(500)
  failing = undefined
  const again = await verifyFace(issuer, key, { image: PICTURE }, ONCE)
  expect([again.status, replayed(again), compared]).toEqual([200, 'true', 2])
})

test('answers are forgotten after a day, and swept', async () => {
  const { key } = await makeAgencyKey(issuer)
  await verifyFace(issuer, key, { image: PICTURE }, ONCE)
  later(86_399)
  await sweepExpired(issuer.db, issuer.clock.now)
  expect(replayed(await verifyFace(issuer, key, { image: PICTURE }, ONCE))).toBe('true')
  later(1)
  expect(replayed(await verifyFace(issuer, key, { image: OTHER }, ONCE))).toBeNull()
  later(86_400)
  await sweepExpired(issuer.db, issuer.clock.now)
  expect(await issuer.db.selectFrom('idempotency').selectAll().execute()).toEqual([])
  const counts = await issuer.db.selectFrom('request_count').selectAll().execute()
  expect(counts.filter(({ window_end }) => window_end <= issuer.clock.now)).toEqual([])
})

test.each(['short', 'x'.repeat(101), 'with a space', 'schlüssel-eins'])('the key %j is refused', async (name) => {
  const { key } = await makeAgencyKey(issuer)
  const answer = await verifyFace(issuer, key, { image: PICTURE }, { 'idempotency-key': name })
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'request_malformed', details: { field: 'idempotency-key' } },
  })
  expect(compared).toBe(0)
})
