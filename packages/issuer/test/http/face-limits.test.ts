import { citizenNumberCheckDigit } from '@bai/credential'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CompareFaces, IssuerError } from '../../src/index.ts'
import { askAsAgency, comparePictures, makeAgencyKey, makePicture, verifyFace } from '../support/agency.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const PICTURE = makePicture('the head of the house')
const OTHER = makePicture('somebody else')
const UNKNOWN = `199990000009${citizenNumberCheckDigit('199990000009')}`

let issuer: TestIssuer
/** Comparisons wait for it, and it says how many have begun. */
let held: Promise<void> | undefined
let begun: number
let failing: IssuerError | undefined

const compareFaces: CompareFaces = async (first, second) => {
  begun += 1
  await held
  if (failing !== undefined) throw failing
  return sameBytes(first, second)
}

beforeEach(async () => {
  held = undefined
  begun = 0
  failing = undefined
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PICTURE })], {
    compareFaces,
    faceRequestsAtOnce: 4,
    faceRequestsAtOncePerAgency: 3,
    faceTriesPerHour: 8,
    faceTriesPerHourAndAgency: 5,
  })
  // At the beginning of an hour, a minute and a day of UTC, so that the windows are known.
  issuer.clock.now = new Date('2026-11-25T00:00:00.000Z')
})
afterEach(() => issuer.close())

const later = (seconds: number) => {
  issuer.clock.now = new Date(issuer.clock.now.getTime() + seconds * 1000)
}
const both = { first_image: PICTURE, second_image: OTHER }

async function untilBegun(count: number): Promise<void> {
  while (begun < count) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Holds comparisons back. @returns lets them go on */
function holdComparisons(): () => void {
  let release: () => void = () => {}
  held = new Promise((resolve) => {
    release = resolve
  })
  return release
}

test('an agency has its requests a minute, however many come at once, and no more', async () => {
  const { key } = await makeAgencyKey(issuer, { rate_per_minute: 3 })
  const { key: other } = await makeAgencyKey(issuer, { rate_per_minute: 3 })
  later(15)
  const answers = await Promise.all(Array.from({ length: 8 }, () => comparePictures(issuer, key, both)))
  const limited = answers.filter(({ status }) => status === 429)
  expect(limited).toHaveLength(5)
  for (const { body, headers } of limited) {
    expect(body).toMatchObject({ code: 'rate_limited', details: { retryAfterSeconds: 45 } })
    expect(headers.get('retry-after')).toBe('45')
  }
  expect((await comparePictures(issuer, other, both)).status).toBe(200)
  later(45)
  expect((await comparePictures(issuer, key, both)).status).toBe(200)
})

test('the comparisons of a day are used up until the next day of UTC', async () => {
  const { key } = await makeAgencyKey(issuer, { quota_per_day: 2 })
  later(3600)
  expect((await comparePictures(issuer, key, both)).status).toBe(200)
  expect((await verifyFace(issuer, key, { image: OTHER })).status).toBe(200)
  const exhausted = await comparePictures(issuer, key, both)
  // 23 hours are left.
  expect(exhausted).toMatchObject({ status: 429, body: { code: 'quota_exhausted' } })
  expect(exhausted.headers.get('retry-after')).toBe('82800')
  later(82_799)
  expect((await comparePictures(issuer, key, both)).status).toBe(429)
  later(1)
  expect((await comparePictures(issuer, key, both)).status).toBe(200)
})

test('what comes to no comparison is not counted for the day, and not for the citizen', async () => {
  const { key } = await makeAgencyKey(issuer, { quota_per_day: 1 })
  for (let i = 0; i < 7; i++) expect((await verifyFace(issuer, key, { image: '' })).status).toBe(422)
  failing = new IssuerError('picture_unusable', 'No face.', { picture: 'second', reason: 'face_not_found' })
  for (let i = 0; i < 7; i++) expect((await verifyFace(issuer, key, { image: OTHER })).status).toBe(422)
  failing = new IssuerError('face_matcher_busy', 'Busy.', { retryAfterSeconds: 9 })
  const busy = await verifyFace(issuer, key, { image: OTHER })
  expect(busy).toMatchObject({ status: 503, body: { code: 'face_matcher_busy' } })
  expect(busy.headers.get('retry-after')).toBe('9')
  expect(issuer.reported).toEqual([])
  failing = undefined
  expect((await verifyFace(issuer, key, { image: OTHER })).status).toBe(200)
})

test.each([
  ['a citizen', NUMBERS.head],
  ['a number that nobody has', UNKNOWN],
])('%s is verified five times an hour by one agency, and eight times by all', async (_what, citizen_number) => {
  const [one, two] = [await makeAgencyKey(issuer), await makeAgencyKey(issuer)]
  const ask = (key: string) => verifyFace(issuer, key, { citizen_number, image: OTHER })
  later(600)
  const answers = []
  for (let i = 0; i < 6; i++) answers.push((await ask(one.key)).status)
  expect(answers).toEqual([200, 200, 200, 200, 200, 429])
  for (let i = 0; i < 3; i++) expect((await ask(two.key)).status).toBe(200)
  const limited = await ask(two.key)
  expect(limited).toMatchObject({ status: 429, body: { code: 'citizen_rate_limited' } })
  expect(limited.headers.get('retry-after')).toBe('3000')
  const refused = await issuer.db
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'face_verification_refused')
    .execute()
  expect(refused.map(({ actor }) => actor)).toEqual([`agency:${one.id}`, `agency:${two.id}`])
  // Another number is another count.
  expect((await verifyFace(issuer, two.key, { citizen_number: NUMBERS.wife, image: OTHER })).status).toBe(200)
  later(3000)
  expect((await ask(two.key)).status).toBe(200)
})

test('beyond its places an agency is sent away before its body is read, and the others are not', async () => {
  const [one, two] = [await makeAgencyKey(issuer), await makeAgencyKey(issuer)]
  const release = holdComparisons()
  const ofOne = Array.from({ length: 3 }, () => comparePictures(issuer, one.key, both))
  await untilBegun(3)
  // Its body would be refused as malformed, were it read.
  const sentAway = await askAsAgency(issuer, one.key, { body: { surprise: true } })
  expect(sentAway).toMatchObject({ status: 503, body: { code: 'face_matcher_busy' } })
  expect(sentAway.headers.get('retry-after')).toBe('2')
  const ofTwo = comparePictures(issuer, two.key, both)
  await untilBegun(4)
  // All four places are taken now.
  expect((await comparePictures(issuer, two.key, both)).status).toBe(503)
  release()
  expect((await Promise.all([...ofOne, ofTwo])).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect((await comparePictures(issuer, one.key, both)).status).toBe(200)
  expect(issuer.reported).toEqual([])
})

test('who goes away in the middle keeps the place until the work is done', async () => {
  const { key } = await makeAgencyKey(issuer)
  const release = holdComparisons()
  const abort = new AbortController()
  const gone = Array.from({ length: 3 }, () =>
    fetch(`${issuer.url}/v1/face-comparisons`, {
      method: 'POST',
      signal: abort.signal,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ ...both, purpose: 'account_opening', consent_reference: 'consent-0001' }),
    }),
  )
  await untilBegun(3)
  abort.abort()
  expect((await Promise.allSettled(gone)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect((await comparePictures(issuer, key, both)).status).toBe(503)
  release()
  let status = 503
  while (status === 503) status = (await comparePictures(issuer, key, both)).status
  expect(status).toBe(200)
})

test('who goes away before the body is read gives the place back', async () => {
  const { key } = await makeAgencyKey(issuer)
  for (let i = 0; i < 5; i++) {
    const abort = new AbortController()
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"image":"')),
    })
    const request = fetch(`${issuer.url}/v1/face-verifications`, {
      method: 'POST',
      signal: abort.signal,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body,
      duplex: 'half',
    } as RequestInit)
    setTimeout(() => abort.abort(), 50)
    await expect(request).rejects.toThrow()
  }
  let status = 503
  for (let tries = 0; status === 503 && tries < 20; tries++) {
    status = (await comparePictures(issuer, key, both)).status
  }
  expect(status).toBe(200)
})
