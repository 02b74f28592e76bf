import { citizenNumberCheckDigit } from '@bai/credential'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CompareFaces, IssuerError } from '../../src/index.ts'
import { askAsAgency, comparePictures, makeAgencyKey, makePicture, verifyFace } from '../support/agency.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const HEAD = makePicture('the head of the house')
const WIFE = makePicture('the wife of the head')
const BROKEN = makePicture('broken in the register')
const STRANGER = makePicture('a face of nobody here')
const REVIEWED = makePicture('somewhat like the head')
/** Of the office that does not exist, and of nobody in the register. */
const UNKNOWN = `199990000009${citizenNumberCheckDigit('199990000009')}`

let issuer: TestIssuer
/** What the comparator was given, by the mark in it, and the milliseconds that were waited. */
let compared: (readonly [string, string])[]
let waited: number[]
let clock: number

const NAMES = Object.entries({ HEAD, WIFE, BROKEN, STRANGER, REVIEWED })
const nameOf = (picture: Uint8Array) => {
  const text = Buffer.from(picture).toString('base64')
  return NAMES.find(([, known]) => known === text)?.[0] ?? 'other'
}

/** The same bytes are the same person; some pictures have a fault, and one is nearly somebody. */
const compareFaces: CompareFaces = async (first, second) => {
  compared.push([nameOf(first), nameOf(second)])
  clock += 130
  if (nameOf(second) === 'BROKEN') throw unusable('second')
  if (nameOf(first) === 'BROKEN') throw unusable('first')
  const comparison = await sameBytes(first, second)
  return nameOf(second) === 'REVIEWED' ? { ...comparison, decision: 'review', percent: 71.6 } : comparison
}
const unusable = (picture: 'first' | 'second') =>
  new IssuerError('picture_unusable', 'No face.', { picture, reason: 'face_not_found' })

beforeEach(() => {
  compared = []
  waited = []
  clock = 0
  issuer.reported.length = 0
})
beforeAll(async () => {
  const lines = [
    houseLine(),
    personLine({ portrait: HEAD }),
    personLine({ citizen_number: NUMBERS.wife, role: 'resident', portrait: WIFE, status: { code: '1', date: null } }),
    personLine({ citizen_number: NUMBERS.child, role: 'resident', portrait: BROKEN }),
    personLine({ citizen_number: NUMBERS.grandmother, role: 'resident', portrait: null }),
  ]
  const timer = {
    milliseconds: () => clock,
    wait: async (milliseconds: number) => {
      waited.push(milliseconds)
    },
  }
  issuer = await startTestIssuer(lines, {
    compareFaces,
    timer,
    faceTriesPerHour: 1000,
    faceTriesPerHourAndAgency: 100,
    faceAnswerGridMilliseconds: 250,
  })
})
afterAll(() => issuer?.close())

const MATCH = { decision: 'match', percent: 100, operating_point: 'same bytes', profile: 'same-bytes@1' }
const NO_MATCH = { decision: 'no_match', percent: 0, operating_point: 'same bytes', profile: 'same-bytes@1' }

test('the face of the citizen is a match, with percent, operating point and profile', async () => {
  const { key } = await makeAgencyKey(issuer)
  expect(await verifyFace(issuer, key, { image: HEAD })).toMatchObject({ status: 200, body: MATCH })
})

test('two pictures are compared without the register', async () => {
  const { key } = await makeAgencyKey(issuer)
  expect((await comparePictures(issuer, key, { first_image: STRANGER, second_image: STRANGER })).body).toEqual(MATCH)
  expect((await comparePictures(issuer, key, { first_image: HEAD, second_image: STRANGER })).body).toEqual(NO_MATCH)
  expect(waited).toEqual([])
})

test.each([
  ['another face', { citizen_number: NUMBERS.head, image: STRANGER }],
  ['a face that a person should look at', { citizen_number: NUMBERS.head, image: REVIEWED }],
  ['a number that nobody has', { citizen_number: UNKNOWN, image: STRANGER }],
  ['a number that nobody has, and a face of the register', { citizen_number: UNKNOWN, image: HEAD }],
  ['somebody who has died, and their face', { citizen_number: NUMBERS.wife, image: WIFE }],
  ['somebody without a portrait', { citizen_number: NUMBERS.grandmother, image: STRANGER }],
  ['somebody whose portrait is broken', { citizen_number: NUMBERS.child, image: STRANGER }],
])('without register:existence, %s has the one answer', async (_what, fields) => {
  const { key } = await makeAgencyKey(issuer)
  const expected = await verifyFace(issuer, key, { image: STRANGER })
  const answer = await verifyFace(issuer, key, fields)
  expect(answer.status).toBe(200)
  expect(JSON.stringify(answer.body)).toBe(JSON.stringify(NO_MATCH))
  const headers = (of: typeof answer) => [...of.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id')
  expect(headers(answer)).toEqual(headers(expected))
})

test('one comparison, of one portrait with the picture that was sent, whether the number exists or not', async () => {
  const { key } = await makeAgencyKey(issuer)
  await issuer.db.updateTable('person').set({ portrait: null }).where('citizen_number', '=', NUMBERS.child).execute()
  for (const number of [NUMBERS.head, NUMBERS.wife, NUMBERS.child, NUMBERS.grandmother, UNKNOWN]) {
    compared = []
    await verifyFace(issuer, key, { citizen_number: number, image: STRANGER })
    expect(compared).toHaveLength(1)
    expect(['HEAD', 'WIFE']).toContain(compared[0]![0])
    expect(compared[0]![1]).toBe('STRANGER')
  }
  const portrait = Buffer.from(BROKEN, 'base64')
  await issuer.db.updateTable('person').set({ portrait }).where('citizen_number', '=', NUMBERS.child).execute()
})

test('a number that nobody has is compared with the same portrait each time', async () => {
  const { key } = await makeAgencyKey(issuer)
  for (let i = 0; i < 3; i++) await verifyFace(issuer, key, { citizen_number: UNKNOWN, image: STRANGER })
  expect(new Set(compared.map(([first]) => first)).size).toBeLessThanOrEqual(compared.length / 3)
})

test('a broken portrait of the register is reported, without the number, and counted', async () => {
  const { key } = await makeAgencyKey(issuer)
  await verifyFace(issuer, key, { citizen_number: NUMBERS.child, image: STRANGER })
  expect(issuer.reported).toMatchObject([{ code: 'portrait_unusable', details: { reason: 'face_not_found' } }])
  expect(JSON.stringify(issuer.reported)).not.toContain(NUMBERS.child)
  const verified = issuer.db.selectFrom('audit').selectAll().where('action', '=', 'face_verified')
  const entry = await verified.orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  expect(entry).toMatchObject({
    subject_hash: issuer.secrets.subjectHash(NUMBERS.child as never),
    detail: { outcome: 'portrait_unusable' },
  })
})

test.each([
  [{ image: HEAD }, 200, MATCH],
  [{ image: STRANGER }, 200, NO_MATCH],
  [{ image: REVIEWED }, 200, { ...NO_MATCH, decision: 'review', percent: 72 }],
  [{ citizen_number: UNKNOWN, image: STRANGER }, 404, { code: 'citizen_unknown' }],
  [{ citizen_number: NUMBERS.wife, image: WIFE }, 409, { code: 'citizen_not_eligible' }],
  [{ citizen_number: NUMBERS.grandmother, image: STRANGER }, 409, { code: 'portrait_missing' }],
  [{ citizen_number: NUMBERS.child, image: STRANGER }, 409, { code: 'portrait_unusable' }],
])('with register:existence, %# is told', async (fields, status, body) => {
  const { key } = await makeAgencyKey(issuer, { scopes: ['faces:verify', 'register:existence'] })
  expect(await verifyFace(issuer, key, fields)).toMatchObject({ status, body })
})

test('answers go out on the grid, here of 250 ms, refusals too', async () => {
  const { key } = await makeAgencyKey(issuer)
  await verifyFace(issuer, key, { image: HEAD })
  // One comparison takes 130 ms of this clock, 120 are missing.
  expect(waited).toEqual([120])
  await verifyFace(issuer, key, { citizen_number: NUMBERS.child, image: STRANGER })
  // Two comparisons take 260 ms, 240 are missing to 500.
  expect(waited).toEqual([120, 240])
  expect((await verifyFace(issuer, key, { image: BROKEN })).status).toBe(422)
  expect(waited).toEqual([120, 240, 120])
  await verifyFace(issuer, key, { image: '' })
  expect(waited).toEqual([120, 240, 120, 250])
})

test('a fault of the picture that was sent is told before the register decides anything', async () => {
  const { key } = await makeAgencyKey(issuer)
  const answers = []
  for (const citizen_number of [NUMBERS.head, NUMBERS.wife, NUMBERS.child, NUMBERS.grandmother, UNKNOWN]) {
    answers.push(await verifyFace(issuer, key, { citizen_number, image: BROKEN }))
  }
  for (const { status, body } of answers) {
    expect(status).toBe(422)
    expect(body).toMatchObject({
      code: 'picture_unusable',
      details: { picture: 'second', reason: 'face_not_found' },
    })
    expect(body).toEqual(answers[0]!.body)
  }
})

const PDF = Buffer.from(`%PDF-1.7 ${'named face.jpg '.repeat(30)}`).toString('base64')
const GIF = Buffer.from(`GIF89a${'x'.repeat(300)}`).toString('base64')
const WEBP = Buffer.from(`RIFF1234WEBPVP8 ${'x'.repeat(300)}`).toString('base64')
const HEADLESS = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xda]), Buffer.alloc(300)]).toString('base64')

test.each([
  ['no bytes', '', 'image_empty'],
  ['a PDF', PDF, 'image_type_not_allowed'],
  ['a GIF', GIF, 'image_type_not_allowed'],
  ['a WebP', WEBP, 'image_type_not_allowed'],
  ['a JPEG without a frame', HEADLESS, 'image_unreadable'],
  ['199 pixels', makePicture('x', { width: 199 }), 'image_too_small'],
  ['4,097 pixels', makePicture('x', { height: 4097 }), 'image_too_large'],
])('%s is refused as %3$s, in either picture, and compared with nobody', async (_what, image, reason) => {
  const { key } = await makeAgencyKey(issuer)
  const refusal = (picture: string) => ({
    status: 422,
    body: { code: 'picture_unusable', details: { picture, reason } },
  })
  expect(await verifyFace(issuer, key, { image })).toMatchObject(refusal('second'))
  expect(await comparePictures(issuer, key, { first_image: image, second_image: HEAD })).toMatchObject(refusal('first'))
  expect(await comparePictures(issuer, key, { first_image: HEAD, second_image: image })).toMatchObject(
    refusal('second'),
  )
  expect(compared).toEqual([])
})

test.each([
  [{ image: 'not base64!' }, 'image'],
  [{ image: 'A'.repeat(2_666_672) }, 'image'],
  [{ citizen_number: '1999900000006' }, 'citizen_number'],
  [{ purpose: undefined }, 'purpose'],
  [{ purpose: 'because of 1999900000005' }, 'purpose'],
  [{ consent_reference: undefined }, 'consent_reference'],
  [{ consent_reference: 'short' }, 'consent_reference'],
  [{ consent_reference: 'consent/1999900000005' }, 'consent_reference'],
  [{ consent_reference: '20261125199990000000501' }, 'consent_reference'],
  [{ consent_reference: 'c:1-9999-00000-00-5' }, 'consent_reference'],
  [{ surprise: true }, 'body'],
])('a malformed request %# is refused by its field %s, with nothing of its values', async (fields, field) => {
  const { key } = await makeAgencyKey(issuer)
  const answer = await verifyFace(issuer, key, { image: HEAD, ...fields })
  expect(answer).toMatchObject({ status: 400, body: { code: 'request_malformed', details: { field } } })
  expect(JSON.stringify(answer.body)).not.toMatch(/1999900000005|1-9999|not base64/)
  expect(compared).toEqual([])
})

test('a body beyond the limit is not read to its end', async () => {
  const { key } = await makeAgencyKey(issuer)
  const answer = await verifyFace(issuer, key, { image: 'A'.repeat(4_000_000) })
  expect(answer).toMatchObject({ status: 413, body: { error: 'invalid_request', code: 'body_too_large' } })
  // 2 MB as base64, and 10,000 for the rest.
  expect(answer.body['details']).toEqual({ limitBytes: 2_676_668 })
})

test('a random reference with dashes is a consent reference', async () => {
  const { key } = await makeAgencyKey(issuer)
  const consent_reference = '12345678-1234-4234-8234-123456789012'
  expect((await verifyFace(issuer, key, { image: HEAD, consent_reference })).status).toBe(200)
})

test('who asked, what for and what came out is in the audit log; no percent, no number, no picture', async () => {
  const { id, key } = await makeAgencyKey(issuer)
  await verifyFace(issuer, key, { image: HEAD })
  await comparePictures(issuer, key, { first_image: HEAD, second_image: STRANGER })
  const entries = await issuer.db.selectFrom('audit').selectAll().orderBy('sequence').execute()
  const common = { purpose: 'account_opening', consent: 'consent-0001', operating_point: 'same bytes' }
  expect(entries.slice(-2)).toMatchObject([
    {
      actor: `agency:${id}`,
      action: 'face_verified',
      subject_hash: issuer.secrets.subjectHash(NUMBERS.head as never),
      detail: { ...common, profile: 'same-bytes@1', outcome: 'match' },
    },
    {
      actor: `agency:${id}`,
      action: 'pictures_compared',
      subject_hash: null,
      detail: { ...common, profile: 'same-bytes@1', decision: 'no_match' },
    },
  ])
  expect(JSON.stringify(entries)).not.toMatch(/percent|1999900000005/)
})

test('whatever JSON is sent, it is refused as malformed and nothing of it is said again', async () => {
  const { key } = await makeAgencyKey(issuer, { rate_per_minute: 10_000 })
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record({ citizen_number: fc.jsonValue(), image: fc.jsonValue(), purpose: fc.jsonValue() }),
  )
  const paths = fc.constantFrom('/v1/face-verifications', '/v1/face-comparisons')
  await fc.assert(
    fc.asyncProperty(paths, anything, async (path, body) => {
      const answer = await askAsAgency(issuer, key, { path, body: body as never })
      expect(answer).toMatchObject({ status: 400, body: { code: 'request_malformed' } })
      expect(Object.keys(answer.body['details']).sort()).toEqual(['expected', 'field'])
    }),
    { numRuns: 150 },
  )
})
