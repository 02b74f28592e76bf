import { afterAll, beforeAll, expect, test } from 'vitest'
import { comparePictures, makeAgencyKey, makePicture, verifyFace } from '../support/agency.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const PICTURE = makePicture('the head of the house')
const OTHER = makePicture('somebody else')

let issuer: TestIssuer
let clock = 0
beforeAll(async () => {
  // Each look at the clock is 100 ms later than the one before.
  const timer = {
    milliseconds: () => {
      clock += 100
      return clock
    },
    wait: async () => {},
  }
  issuer = await startTestIssuer([houseLine(), personLine({ portrait: PICTURE })], { timer })
})
afterAll(() => issuer?.close())

async function metrics(): Promise<string> {
  const response = await fetch(`${issuer.url}/metrics`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  return response.text()
}

test('decisions, refusals by code and latency, by endpoint and key; nothing of a person or an agency’s secret', async () => {
  const { id, key } = await makeAgencyKey(issuer)
  await verifyFace(issuer, key, { image: PICTURE })
  await verifyFace(issuer, key, { image: OTHER })
  await verifyFace(issuer, key, { image: OTHER, citizen_number: NUMBERS.wife })
  await verifyFace(issuer, key, { image: '' })
  await verifyFace(issuer, key, { image: '' })
  await verifyFace(issuer, 'bai_somebody', { image: PICTURE })
  await comparePictures(issuer, key, { first_image: PICTURE, second_image: OTHER })
  const text = await metrics()
  const labels = (endpoint: string, more: string) => `{endpoint="${endpoint}",agency_key="${id}",${more}}`
  for (const line of [
    `bai_face_decisions_total${labels('face-verifications', 'decision="match"')} 1`,
    `bai_face_decisions_total${labels('face-verifications', 'decision="no_match"')} 2`,
    `bai_face_decisions_total${labels('face-comparisons', 'decision="no_match"')} 1`,
    `bai_face_refusals_total${labels('face-verifications', 'code="picture_unusable"')} 2`,
    'bai_face_refusals_total{endpoint="face-verifications",agency_key="none",code="agency_key_invalid"} 1',
    'bai_face_requests_in_flight 0',
    // The clock is looked at when a comparison begins, when the request has ended, and when the comparison has: 0.2 s.
    `bai_face_request_duration_seconds_bucket{le="0.25",endpoint="face-comparisons",agency_key="${id}"} 1`,
    `bai_face_request_duration_seconds_count{endpoint="face-verifications",agency_key="${id}"} 5`,
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).not.toContain(NUMBERS.head)
  expect(text).not.toContain(NUMBERS.wife)
  expect(text).not.toContain(key.split('_')[2])
  expect(text).not.toContain('Bank of the Tests')
})

test('an answer from before is not a decision', async () => {
  const { id, key } = await makeAgencyKey(issuer)
  const once = { 'idempotency-key': 'once-and-not-again' }
  for (let i = 0; i < 3; i++) await verifyFace(issuer, key, { image: PICTURE }, once)
  expect(await metrics()).toContain(
    `bai_face_decisions_total{endpoint="face-verifications",agency_key="${id}",decision="match"} 1\n`,
  )
})

test('what callers invent makes no new series', async () => {
  const count = async () => (await metrics()).split('\n').length
  await verifyFace(issuer, `bai_${'1'.repeat(16)}_${'1'.repeat(64)}`, { image: PICTURE })
  const before = await count()
  for (let i = 2; i < 8; i++) {
    await verifyFace(issuer, `bai_${`${i}`.repeat(16)}_${`${i}`.repeat(64)}`, { image: PICTURE })
  }
  expect(await count()).toBe(before)
})
