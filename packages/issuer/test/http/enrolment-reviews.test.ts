import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CompareFaces, findBrokenAuditLink, IssuerError, sweepExpired } from '../../src/index.ts'
import { makePicture } from '../support/agency.ts'
import { begin, EXPIRED_CARD, enrol, filmFor, OTHER, PORTRAIT, sendPictures } from '../support/enrol.ts'
import { type Answer, call, postJson, redeem } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const DAYS = 86_400
/** Everybody else looks doubtful to this comparator; and the portrait of the wife is no picture. */
const doubtful: CompareFaces = async (first, second) => {
  if (Buffer.from(first).toString('latin1').includes('broken')) {
    throw new IssuerError('picture_unusable', 'No face.', { picture: 'first', reason: 'face_not_found' })
  }
  const comparison = await sameBytes(first, second)
  return comparison.decision === 'match' ? comparison : { ...comparison, decision: 'review', percent: 47 }
}
const BROKEN = makePicture('a broken portrait')
const WIFE = { citizen_number: NUMBERS.wife, laser_code: 'JT0-0000002-00' }
const CHILD = { citizen_number: NUMBERS.child, laser_code: 'JT0-0000003-00' }

let issuer: TestIssuer
beforeEach(async () => {
  const lines = [
    houseLine(),
    personLine({ portrait: PORTRAIT }),
    personLine({ ...WIFE, role: 'resident', portrait: BROKEN }),
    personLine({ ...CHILD, role: 'resident' }),
  ]
  issuer = await startTestIssuer(lines, { compareFaces: doubtful })
})
afterEach(async () => {
  expect(await findBrokenAuditLink(issuer.db)).toBeUndefined()
  await issuer.close()
})

const operator = (path: string) =>
  call(`${issuer.url}/operator/enrolments${path}`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
const decide = (id: string, decision: string, reason = 'looked at both') =>
  postJson(`${issuer.url}/operator/enrolments/${id}/decision`, { decision, reason }, OPERATOR_TOKEN)
const pictures = () => issuer.db.selectFrom('review_picture').selectAll().execute()

function redeemOffer({ body }: Answer): Promise<Answer> {
  const offer = JSON.parse(new URL(body['credential_offer_uri']).searchParams.get('credential_offer') ?? '')
  const code = offer.grants['urn:ietf:params:oauth:grant-type:pre-authorized_code']['pre-authorized_code']
  return redeem(issuer, { 'pre-authorized_code': code, tx_code: body['tx_code'] })
}

test('a doubtful face gives an offer that lasts a week, and is worth nothing once a registrar refuses', async () => {
  const answer = await enrol(issuer, {}, { selfie: OTHER })
  expect(answer).toMatchObject({ status: 202, body: { outcome: 'review' } })
  const { enrolment_id: id, expires_at: expiresAt } = answer.body
  expect(Date.parse(expiresAt) - issuer.clock.now.getTime()).toBe(7 * DAYS * 1000)
  expect(await decide(id, 'refuse')).toMatchObject({ status: 200, body: { outcome: 'refused' } })
  expect(await redeemOffer(answer)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('both portraits are side by side while the review is open, and then gone', async () => {
  const id = (await enrol(issuer, {}, { selfie: OTHER })).body['enrolment_id']
  const { body: list } = await operator('?state=review')
  expect(list['enrolments']).toMatchObject([
    { enrolment_id: id, review_code: 'face_review', evidence: { percent: 47 } },
  ])
  expect(JSON.stringify(list)).not.toContain('data:')
  const { body: shown } = await operator(`/${id}`)
  expect(shown['portraits']).toEqual({
    register: `data:image/jpeg;base64,${PORTRAIT}`,
    selfie: `data:image/jpeg;base64,${OTHER}`,
  })
  expect(await decide(id, 'refuse')).toMatchObject({ body: { outcome: 'refused', code: 'review_refused' } })
  expect((await operator(`/${id}`)).body).not.toHaveProperty('portraits')
  expect(await pictures()).toEqual([])
  expect((await operator('')).body['enrolments']).toEqual([])
  const audit = await issuer.db
    .selectFrom('audit')
    .select(['actor', 'action'])
    .where('actor', '=', 'operator')
    .execute()
  expect(audit).toEqual([
    { actor: 'operator', action: 'review_viewed' },
    { actor: 'operator', action: 'review_decided' },
  ])
})

test('the selfie of a review is sealed, and opens under its own enrolment only', async () => {
  const [one, other] = [await enrol(issuer, {}, { selfie: OTHER }), await enrol(issuer, {}, { selfie: OTHER })]
  const rows = await pictures()
  for (const { sealed } of rows) expect(Buffer.from(sealed).includes('somebody else')).toBe(false)
  expect(Buffer.from(rows[0]!.sealed).equals(rows[1]!.sealed)).toBe(false)
  const swapped = rows.find(({ enrolment_id }) => enrolment_id === other.body['enrolment_id'])!.sealed
  const own = issuer.db.updateTable('review_picture').set({ sealed: swapped })
  await own.where('enrolment_id', '=', one.body['enrolment_id']).execute()
  expect((await operator(`/${one.body['enrolment_id']}`)).status).toBe(500)
  expect((await operator(`/${other.body['enrolment_id']}`)).status).toBe(200)
})

test.each([
  ['a film in which it is not certain who it is', {}, 'liveness_uncertain'],
  ['a portrait of the register that cannot be used', WIFE, 'portrait_unusable'],
  ['no portrait in the register', CHILD, 'portrait_missing'],
])('%s leads to a review, with right factors only', async (what, fields, reviewCode) => {
  const begun = await begin(issuer, fields)
  const { nonce } = begun.body['challenge']
  const film = what.includes('certain') ? { frames: filmFor(nonce, 'uncertain') } : {}
  expect(await sendPictures(issuer, begun, film)).toMatchObject({ status: 202 })
  const { body } = await operator('')
  expect(body['enrolments']).toMatchObject([{ review_code: reviewCode }])
  const wrong = await begin(issuer, { ...fields, birth_date: '25230315' })
  const wrongFilm = film.frames ? { frames: filmFor(wrong.body['challenge'].nonce, 'uncertain') } : {}
  expect(await sendPictures(issuer, wrong, wrongFilm)).toMatchObject({
    status: 403,
    body: { code: 'enrolment_refused' },
  })
  expect(await pictures()).toHaveLength(1)
  // The operator hears of a broken portrait both times: it has to be mended.
  expect(issuer.reported).toHaveLength(reviewCode === 'portrait_unusable' ? 2 : 0)
})

test('a doubtful face does not learn that this person’s card has expired', async () => {
  const card = await startTestIssuer([houseLine(), personLine({ portrait: PORTRAIT, card: EXPIRED_CARD })], {
    compareFaces: doubtful,
  })
  const answer = await enrol(card, { credential_types: ['id-card'] }, { selfie: OTHER })
  expect(answer).toMatchObject({ status: 403, body: { code: 'enrolment_refused', details: {} } })
  const [evidence] = await card.db.selectFrom('enrolment').select(['outcome', 'code']).execute()
  expect(evidence).toEqual({ outcome: 'refused', code: 'citizen_not_eligible' })
  expect(await card.db.selectFrom('review_picture').selectAll().execute()).toEqual([])
  await card.close()
})

test('a review is decided once', async () => {
  const id = (await enrol(issuer, {}, { selfie: OTHER })).body['enrolment_id']
  const answers = await Promise.all([decide(id, 'approve'), decide(id, 'refuse'), decide(id, 'approve')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'review_closed' })
})

test('a review that nobody decided is refused when its time is over, and its picture is gone', async () => {
  const answer = await enrol(issuer, {}, { selfie: OTHER })
  const id = answer.body['enrolment_id']
  issuer.clock.now = new Date(issuer.clock.now.getTime() + 7 * DAYS * 1000)
  // Its time is over before the sweep comes by.
  expect((await operator(`/${id}`)).body).not.toHaveProperty('portraits')
  expect(await decide(id, 'approve')).toMatchObject({ status: 409, body: { code: 'review_closed' } })
  await sweepExpired(issuer.db, issuer.clock.now)
  expect(await pictures()).toEqual([])
  expect((await operator(`/${id}`)).body).toMatchObject({ outcome: 'refused', code: 'review_expired' })
  const audit = await issuer.db
    .selectFrom('audit')
    .select(['actor', 'detail'])
    .where('action', '=', 'review_expired')
    .execute()
  expect(audit).toEqual([{ actor: 'sweep', detail: { enrolment: id } }])
  expect((await redeemOffer(answer)).status).toBe(400)
})

test('who was approved by a registrar counts as enrolled, and is not locked any more', async () => {
  const ids = []
  for (let i = 0; i < 3; i++) ids.push((await enrol(issuer, {}, { selfie: OTHER })).body['enrolment_id'])
  expect((await begin(issuer)).status).toBe(429)
  await decide(ids[0], 'approve')
  expect((await enrol(issuer, { laser_code: undefined })).status).toBe(201)
})

test('the registrar’s routes are for the operator, and know no enrolment that is none', async () => {
  const id = (await enrol(issuer, {}, { selfie: OTHER })).body['enrolment_id']
  for (const path of ['', `/${id}`]) {
    expect((await call(`${issuer.url}/operator/enrolments${path}`)).body).toMatchObject({
      code: 'operator_unauthorized',
    })
  }
  const url = `${issuer.url}/operator/enrolments/${id}/decision`
  expect((await postJson(url, { decision: 'approve', reason: 'it is me' })).status).toBe(401)
  for (const unknown of ['00000000-0000-4000-8000-000000000000', 'nothing']) {
    expect(await operator(`/${unknown}`)).toMatchObject({ status: 404, body: { code: 'enrolment_not_found' } })
  }
  expect(await decide(id, 'maybe')).toMatchObject({ status: 400 })
  expect(await decide(id, 'approve', 'x')).toMatchObject({ status: 400 })
  expect(await operator('?state=all')).toMatchObject({ status: 400 })
})

test('an approved, a refused and a running enrolment are no review to decide', async () => {
  expect((await enrol(issuer)).status).toBe(201)
  const { body } = await operator('?state=approved')
  const id = body['enrolments'][0].enrolment_id
  expect(await decide(id, 'refuse')).toMatchObject({ status: 409 })
  expect((await operator(`/${id}`)).body).toMatchObject({ outcome: 'approved' })
  const begun = await begin(issuer)
  expect(await decide(begun.body['enrolment_id'], 'approve')).toMatchObject({ status: 404 })
})
