import { citizenNumberCheckDigit } from '@bai/credential'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CompareFaces, IssuerError } from '../../src/index.ts'
import { begin, enrol, filmFor, OTHER, PORTRAIT, renew, sendPictures } from '../support/enrol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
let compared: number
beforeEach(async () => {
  compared = 0
  const compareFaces: CompareFaces = (first, second) => {
    compared += 1
    return sameBytes(first, second)
  }
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], { compareFaces })
})
afterEach(() => issuer.close())

const UNKNOWN = { citizen_number: NUMBERS.wife }

test('the beginning is answered alike for those who exist and those who do not', async () => {
  const shapes = []
  for (const fields of [{}, UNKNOWN, { birth_date: '25230315' }, { laser_code: undefined }]) {
    const { status, body, headers } = await begin(issuer, fields)
    const { challenge, consent, ...rest } = body
    shapes.push({
      status,
      names: [Object.keys(rest), Object.keys(challenge), Object.keys(consent)],
      lengths: Object.values(rest).map((value) => String(value).length),
      headers: [...headers.keys()].sort(),
    })
    expect(challenge.steps.length).toBeGreaterThan(0)
  }
  for (const shape of shapes) expect(shape).toEqual(shapes[0])
  expect(compared).toBe(0)
})

test('whatever is wrong about who somebody is, the refusal is the same, and so is the work', async () => {
  const wrong = [
    [{ birth_date: '25230315' }, {}],
    [{ laser_code: 'JT0-0000002-00' }, {}],
    [{}, { selfie: OTHER }],
    [UNKNOWN, {}],
    [{ ...UNKNOWN, laser_code: undefined }, { selfie: OTHER }],
  ] as const
  const answers = []
  for (const [fields, pictures] of wrong) {
    const before = compared
    const { status, body } = await enrol(issuer, fields, pictures)
    answers.push({ status, body, compared: compared - before })
  }
  expect(answers[0]).toMatchObject({ status: 403, body: { error: 'enrolment_refused', details: {} }, compared: 1 })
  for (const answer of answers) expect(answer).toEqual(answers[0])
  const evidence = await issuer.db.selectFrom('enrolment').select(['code', 'subject_hash']).execute()
  expect(evidence.map(({ code }) => code).sort()).toEqual([
    'citizen_unknown',
    'citizen_unknown',
    'face_no_match',
    'factor_wrong',
    'factor_wrong',
  ])
  // Of a number that the register does not have, there is no hash in the evidence.
  expect(evidence.filter(({ subject_hash }) => subject_hash === null)).toHaveLength(2)
})

test('a film that fails is told before anybody is compared, alike for those who exist and those who do not', async () => {
  const answers = []
  for (const fields of [{}, UNKNOWN]) {
    const { status, body } = await enrol(issuer, fields, { frames: filmFor('of another challenge') })
    answers.push({ status, body })
  }
  expect(answers[0]).toMatchObject({ status: 422, body: { code: 'liveness_failed' } })
  expect(answers[1]).toEqual(answers[0])
  expect(compared).toBe(0)
})

test('a selfie that is no good is told as such and costs no try', async () => {
  const blank = Buffer.alloc(200, 1).toString('base64')
  const begun = await begin(issuer)
  for (const attempt of [begun, await renew(issuer, begun), await renew(issuer, begun)]) {
    expect(await sendPictures(issuer, attempt, { selfie: blank })).toMatchObject({
      status: 422,
      body: { code: 'picture_unusable', details: { picture: 'second' } },
    })
  }
  // Three tries would have locked the person.
  expect((await enrol(issuer)).status).toBe(201)
})

test('after three refusals the person is locked, for longer each time; time and the right factors open', async () => {
  const pass = (seconds: number) => {
    issuer.clock.now = new Date(issuer.clock.now.getTime() + seconds * 1000)
  }
  for (let i = 0; i < 3; i++) expect((await enrol(issuer, {}, { selfie: OTHER })).status).toBe(403)
  const locked = await begin(issuer)
  expect(locked).toMatchObject({ status: 429, body: { error: 'enrolment_locked' } })
  expect(Number(locked.headers.get('retry-after'))).toBe(60)
  pass(60)
  expect((await enrol(issuer, {}, { selfie: OTHER })).status).toBe(403)
  pass(60)
  expect((await begin(issuer)).headers.get('retry-after')).toBe('60')
  pass(60)
  expect((await enrol(issuer)).status).toBe(201)
  expect((await enrol(issuer)).status).toBe(201)
})

test('tries that come all at once are counted one by one, at both steps', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => begin(issuer)))
  const begun = answers.filter(({ status }) => status === 201)
  expect(begun).toHaveLength(3)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
  const [first] = begun
  const films = [first!, await renew(issuer, first!), await renew(issuer, first!), begun[1]!, begun[2]!]
  const failed = films.map((film) => sendPictures(issuer, film, { frames: filmFor('nothing') }))
  const statuses = (await Promise.all(failed)).map(({ status }) => status)
  // Four places at once; one film is turned away by the door, and comes again.
  const again = statuses.includes(503) ? [(await sendPictures(issuer, films[statuses.indexOf(503)]!)).status] : []
  const all = [...statuses.filter((status) => status !== 503), ...again].sort()
  expect(all.filter((status) => status === 422)).toHaveLength(3)
  expect(all.filter((status) => status === 429)).toHaveLength(2)
})

test('who is locked out with pictures keeps the challenge for later', async () => {
  const begun = [await begin(issuer), await begin(issuer)]
  const [first, last] = [begun[0]!, begun[1]!]
  for (const film of [first, await renew(issuer, first), await renew(issuer, first)]) {
    await sendPictures(issuer, film, { frames: filmFor('nothing') })
  }
  expect((await sendPictures(issuer, last)).status).toBe(429)
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 60_000)
  expect((await sendPictures(issuer, last)).status).toBe(201)
})

test.each([
  ['believed where a proxy is trusted', 1, 201],
  ['not believed by default', 0, 429],
])('the address that a proxy names is %s', async (_what, trustedProxies, status) => {
  const behindProxy = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], { trustedProxies })
  // Ten beginnings for people who do not exist use up what one address has.
  for (let i = 0; i < 10; i++) {
    const unknown = `${100000000000 + i}`
    const citizen_number = `${unknown}${citizenNumberCheckDigit(unknown)}`
    await begin(behindProxy, { citizen_number }, { 'x-forwarded-for': '198.51.100.7' })
  }
  expect((await begin(behindProxy, {}, { 'x-forwarded-for': '198.51.100.7' })).status).toBe(429)
  expect((await begin(behindProxy, {}, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(status)
  await behindProxy.close()
})

test('refusals go out on the grid, and an approval does not wait', async () => {
  const waited: number[] = []
  let clock = 0
  const timer = {
    milliseconds: () => clock,
    wait: async (milliseconds: number) => {
      waited.push(milliseconds)
    },
  }
  const slow = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], {
    timer,
    compareFaces: (first, second) => {
      clock += 620
      return sameBytes(first, second)
    },
  })
  expect((await enrol(slow, {}, { selfie: OTHER })).status).toBe(403)
  // 620 ms and 380 more: the second step of 500.
  expect(waited).toEqual([380])
  expect((await enrol(slow)).status).toBe(201)
  expect(waited).toEqual([380])
  await slow.close()
})

test('a portrait of somebody else that cannot be used does not change the answer for those who do not exist', async () => {
  const compareFaces: CompareFaces = (first, second) => {
    if (Buffer.from(first).toString('base64') !== PORTRAIT) return sameBytes(first, second)
    throw new IssuerError('picture_unusable', 'No face.', { picture: 'first', reason: 'face_not_found' })
  }
  const broken = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT })], { compareFaces })
  const { status, body } = await enrol(broken, UNKNOWN, { selfie: OTHER })
  expect({ status, body }).toMatchObject({ status: 403, body: { code: 'enrolment_refused', details: {} } })
  expect(broken.reported).toEqual([])
  await broken.close()
})
