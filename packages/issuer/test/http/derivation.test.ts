import type { JsonObject } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeskDecision } from '../../src/derivation-ports.ts'
import { IssuerError } from '../../src/errors.ts'
import { DERIVATION_TEXTS } from '../../src/http/pages/derivation-texts.ts'
import { exampleDerivation } from '../derivation/example-derivations.ts'
import { call, postJson } from '../support/protocol.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { showCard, TestDesk } from '../support/test-desk.ts'

const NUMBER = '1999900000005'
const STUDENT = { student_number: '650001', status: 'enrolled', faculty: { th: 'วิทยาศาสตร์', en: 'Science' } }
const NAME = { title: 'นาย', given_name: 'สมชาย', family_name: 'ใจดี' }
const CARD = showCard({ personal_administrative_number: NUMBER, name_th: NAME })

const desk = new TestDesk()
const derivations = new Map(
  [exampleDerivation('student'), exampleDerivation('over-20')].map((each) => [each.type.id, each]),
)
let record: JsonObject | undefined | 'down'
const records = {
  find: async () => {
    if (record !== 'down') return record
    throw new IssuerError('agency_records_unavailable', 'The records do not answer.', {
      retryAfterSeconds: 15,
      reason: 'no_answer',
    })
  },
}
let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([], { development: true, agency: { derivations, desk, records } })
})
afterAll(() => issuer.close())
beforeEach(() => {
  record = STUDENT
})

/** Begins on the page, and presents. @returns where the wallet goes on */
async function present(decision: DeskDecision, id = 'student'): Promise<URL> {
  const page = await fetch(`${issuer.url}/derive/${id}?begin=1`)
  return desk.present(await page.text(), decision)
}

async function countOf(table: 'dossier' | 'offer'): Promise<number> {
  const { count } = await issuer.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

const withLevel = (level: 'low' | 'substantial' | undefined): DeskDecision => ({
  ...CARD,
  credentials: CARD.credentials.map((credential) => ({ ...credential, level })),
})

test('whoever presents what is asked for goes on to an offer', async () => {
  expect((await present(CARD)).protocol).toBe('openid-credential-offer:')
})

describe('nothing is kept and nothing offered, and the page says why, in Thai and in English', () => {
  const { portrait: _, ...withoutPortrait } = CARD.credentials[0]!.claims
  test.each([
    [
      'what was revoked',
      { outcome: 'rejected', code: 'credential_revoked', credentials: [] },
      'What was shown is not good',
    ],
    [
      'a bundle that is over',
      { outcome: 'undecided', code: 'bundle_expired', credentials: [] },
      'What was shown is not good',
    ],
    ['a level that is too low', withLevel('substantial'), 'not of the level of assurance'],
    ['a level that nobody vouches for', withLevel(undefined), 'not of the level of assurance'],
    [
      'a part that was kept back',
      { ...CARD, credentials: [{ ...CARD.credentials[0]!, claims: withoutPortrait }] },
      'Something that is needed was not shown.',
    ],
    [
      'a number that is none',
      showCard({ personal_administrative_number: '1999900000006', name_th: NAME }),
      'cannot be read',
    ],
  ] as const)('%s', async (_what, decision, words) => {
    const before = [await countOf('dossier'), await countOf('offer')]
    const page = await present(decision as DeskDecision)
    expect(`${page.origin}${page.pathname}`).toBe(`${issuer.url}/derive/student/result`)
    expect(page.href).not.toContain(NUMBER)
    expect(await (await fetch(`${page}&lang=en`)).text()).toContain(words)
    expect(await (await fetch(`${page}&lang=th`)).text()).toContain(DERIVATION_TEXTS.th.refusedTitle)
    expect([await countOf('dossier'), await countOf('offer')]).toEqual(before)
  })

  test.each([
    ['nobody in the books', undefined, 'no record of you'],
    ['a record that is of use for nothing', { status: 'enrolled' }, 'not complete'],
    ['somebody who left', { ...STUDENT, status: 'left' }, 'You are not enrolled this term.'],
  ])('%s', async (_what, found, words) => {
    record = found
    const page = await present(CARD)
    expect(await (await fetch(`${page}&lang=en`)).text()).toContain(words)
  })
})

test('records that are down decide nothing: the request stays open, and the same wallet tries again', async () => {
  record = 'down'
  const page = await (await fetch(`${issuer.url}/derive/student?begin=1`)).text()
  const before = await countOf('dossier')
  await expect(desk.present(page, CARD)).rejects.toMatchObject({ code: 'agency_records_unavailable' })
  expect(await countOf('dossier')).toBe(before)
  record = STUDENT
  expect((await desk.present(page, CARD)).protocol).toBe('openid-credential-offer:')
})

test('what an agency gives, for programs; and what it does not give', async () => {
  const { body } = await call(`${issuer.url}/derivations`)
  expect(body['derivations'].map(({ id }: { id: string }) => id)).toEqual(['student', 'over-20'])
  expect(body['derivations'][0]).toMatchObject({ vct: 'urn:bai:example:student:1', reads: [{ id: 'id_card' }] })
  expect(await postJson(`${issuer.url}/derivations/passport/requests`, {})).toMatchObject({
    status: 404,
    body: { error: 'derivation_unknown' },
  })
  expect((await fetch(`${issuer.url}/derive/passport`)).status).toBe(404)
})

test('it enrols nobody, and knows no register', async () => {
  expect((await fetch(`${issuer.url}/enrolments/consent`)).status).toBe(404)
  const offer = { citizen_number: NUMBER, types: ['student'], reason: 'by hand' }
  const { status } = await postJson(`${issuer.url}/operator/offers`, offer, OPERATOR_TOKEN)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
})
