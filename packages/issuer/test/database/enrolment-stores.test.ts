import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditLog, findBrokenAuditLink } from '../../src/database/audit-log.ts'
import { createEnrolmentLog } from '../../src/database/enrolment-log.ts'
import { createEnrolmentSessionStore } from '../../src/database/enrolment-session-store.ts'
import { createOfferStore } from '../../src/database/offer-store.ts'
import type { Database } from '../../src/database/open-database.ts'
import { createReviewStore } from '../../src/database/review-store.ts'
import { sweepExpired } from '../../src/database/sweep-expired.ts'
import type { EnrolmentEvidence } from '../../src/enrolment-ports.ts'
import { onBothDatabases } from '../support/both-databases.ts'

const AT = new Date('2026-11-23T09:00:00.000Z')
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000)
const WEEK = 7 * 86_400
const consent = { version: '1-7d', locale: 'en' } as const
let serial = 0

const challenge = (nonce = `nonce-${++serial}`) => ({
  id: `id-${nonce}`,
  nonce,
  issuedAt: AT.getTime(),
  expiresAt: later(80).getTime(),
  steps: [{ action: { kind: 'blink', times: 2 }, from: 2000, until: 6000 }],
  endsAt: 8000,
})
const evidence: EnrolmentEvidence = {
  purpose: 'issue',
  configurationIds: ['id-card'],
  subjectHash: 'subject',
  code: undefined,
  reviewCode: undefined,
  percent: 47.5,
  operatingPoint: 'cautious',
  profile: 'p@1',
  modelHash: 'm',
  liveness: {
    outcome: 'uncertain',
    code: 'other_person_than_selfie',
    checks: [{ stage: 'identity', outcome: 'uncertain', at: 1000 }],
    advisory: { fineDetail: 0.25 },
  },
  withLaserCode: true,
  consent,
  consentedAt: AT,
}

onBothDatabases((open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database?.[Symbol.asyncDispose]())

  const session = {
    purpose: 'issue' as const,
    subjectHash: 'subject',
    factorsHash: 'factors',
    withLaserCode: true,
    configurationIds: ['id-card'],
    consent,
    createdAt: AT,
    expiresAt: later(900),
  }
  const begin = (first = challenge()) => createEnrolmentSessionStore(database.db).add(session, 'secret hash', first)
  const conclude = async (review = true) => {
    const id = await begin()
    const picture = { sealedSelfie: Uint8Array.of(1, 2, 3), expiresAt: later(WEEK) }
    const conclusion = review
      ? { outcome: 'review' as const, evidence: { ...evidence, reviewCode: 'face_review' }, review: picture }
      : { outcome: 'approved' as const, evidence }
    expect(await createEnrolmentLog(database.db).conclude(id, conclusion, later(10))).toBe(true)
    return id
  }

  test('a session is found as it was begun, with its challenge as it was made', async () => {
    const sessions = createEnrolmentSessionStore(database.db)
    const made = challenge()
    const id = await begin(made)
    expect(await sessions.find(id)).toEqual({
      session: { ...session, id, challenges: 1, decided: false },
      secretHash: 'secret hash',
    })
    expect(await sessions.takeChallenge(id, made.nonce, AT)).toEqual(made)
    expect(await sessions.takeChallenge(id, made.nonce, AT)).toBe('used')
    expect(await sessions.takeChallenge(id, 'nothing', AT)).toBe('unknown')
    expect(await sessions.takeChallenge(await begin(), made.nonce, AT)).toBe('unknown')
    await sessions.giveChallengeBack(id, made.nonce)
    expect(await sessions.takeChallenge(id, made.nonce, AT)).toEqual(made)
  })

  test('of many who take a challenge at once, one gets it; of many who want another, as many as allowed', async () => {
    const sessions = createEnrolmentSessionStore(database.db)
    const made = challenge()
    const id = await begin(made)
    const taken = await Promise.all(Array.from({ length: 10 }, () => sessions.takeChallenge(id, made.nonce, AT)))
    expect(taken.filter((answer) => answer !== 'used')).toEqual([made])
    const added = await Promise.all(Array.from({ length: 10 }, () => sessions.addChallenge(id, challenge(), 3)))
    expect(added.filter(Boolean)).toHaveLength(2)
  })

  test('of many who conclude an enrolment at once, one does, and it gets no challenge any more', async () => {
    const enrolments = createEnrolmentLog(database.db)
    const id = await begin()
    expect(await enrolments.outcomeOf(id)).toBeUndefined()
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => enrolments.conclude(id, { outcome: 'approved', evidence }, AT)),
    )
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await enrolments.outcomeOf(id)).toBe('approved')
    expect(await createEnrolmentSessionStore(database.db).addChallenge(id, challenge(), 3)).toBe(false)
    expect(
      await enrolments.conclude('00000000-0000-4000-8000-000000000000', { outcome: 'approved', evidence }, AT),
    ).toBe(false)
  })

  test('only an approval counts as enrolled before', async () => {
    const enrolments = createEnrolmentLog(database.db)
    const of = { ...evidence, subjectHash: `subject-${++serial}` }
    await enrolments.noteAttempt(await begin(), of, AT)
    for (const outcome of ['refused', 'review'] as const) {
      await enrolments.conclude(await begin(), { outcome, evidence: of }, AT)
      expect(await enrolments.hasApproved(of.subjectHash)).toBe(false)
    }
    await enrolments.conclude(await begin(), { outcome: 'approved', evidence: of }, AT)
    expect(await enrolments.hasApproved(of.subjectHash)).toBe(true)
  })

  test('a review is listed with its evidence, and its picture is there until it is decided', async () => {
    const reviews = createReviewStore(database.db)
    const id = await conclude()
    const record = {
      ...evidence,
      id,
      outcome: 'review',
      reviewCode: 'face_review',
      createdAt: later(10),
      reviewExpiresAt: later(WEEK),
      decidedAt: undefined,
      decidedBy: undefined,
      decisionReason: undefined,
    }
    expect(await reviews.find(id)).toEqual(record)
    expect((await reviews.list('review', 100)).find((listed) => listed.id === id)).toEqual(record)
    expect(Array.from((await reviews.findPicture(id, AT)) ?? [])).toEqual([1, 2, 3])
    const decision = { id, outcome: 'approved', actor: 'operator', reason: 'same face' } as const
    const answers = await Promise.all(Array.from({ length: 6 }, () => reviews.decide(decision, later(100))))
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await reviews.findPicture(id, AT)).toBeUndefined()
    expect(await reviews.find(id)).toMatchObject({ outcome: 'approved', decidedBy: 'operator', decidedAt: later(100) })
    expect(await createEnrolmentLog(database.db).outcomeOf(id)).toBe('approved')
  })

  test('what is no open review is not decided', async () => {
    const reviews = createReviewStore(database.db)
    const approved = await conclude(false)
    const decision = { outcome: 'refused', actor: 'operator', reason: 'too late' } as const
    expect(await reviews.decide({ ...decision, id: approved }, AT)).toBe(false)
    expect(await reviews.decide({ ...decision, id: await conclude() }, later(WEEK))).toBe(false)
  })

  test('the sweep refuses what nobody decided, deletes its picture, and forgets what never ended', async () => {
    const { db } = database
    const [open, expired] = [await conclude(), await conclude()]
    await db
      .updateTable('enrolment')
      .set({ review_expires_at: later(50) })
      .where('id', '=', expired)
      .execute()
    const running = await begin()
    await sweepExpired(db, later(50))
    expect(await createEnrolmentLog(db).outcomeOf(expired)).toBe('refused')
    expect(await createReviewStore(db).find(expired)).toMatchObject({ code: 'review_expired', decidedBy: 'sweep' })
    expect(await createEnrolmentLog(db).outcomeOf(open)).toBe('review')
    expect(await createEnrolmentSessionStore(db).find(running)).toBeDefined()
    await sweepExpired(db, later(900))
    expect(await createEnrolmentSessionStore(db).find(running)).toBeUndefined()
    const pictures = await db.selectFrom('review_picture').select('enrolment_id').execute()
    expect(pictures.map(({ enrolment_id }) => enrolment_id)).toContain(open)
    expect(pictures.map(({ enrolment_id }) => enrolment_id)).not.toContain(expired)
    await createAuditLog(db).append({ actor: 'test', action: 'looked', detail: {} }, AT)
    expect(await findBrokenAuditLink(db)).toBeUndefined()
  })

  test('an offer knows its enrolment and what has become of it', async () => {
    const offers = createOfferStore(database.db)
    const offer = { txCodeHash: undefined, subjectHash: 'subject', configurationIds: ['id-card'], createdAt: AT }
    const enrolmentId = await conclude()
    await offers.add({ ...offer, codeHash: 'of a review', expiresAt: later(WEEK), enrolmentId })
    await offers.add({ ...offer, codeHash: 'of an operator', expiresAt: later(900) })
    const look = (codeHash: string) => offers.decide(codeHash, AT, () => 'leave')
    expect(await look('of a review')).toMatchObject({ enrolmentId, enrolmentOutcome: 'review' })
    expect(await look('of an operator')).toMatchObject({ enrolmentId: undefined, enrolmentOutcome: undefined })
    const decision = { id: enrolmentId, outcome: 'refused', actor: 'operator', reason: 'another face' } as const
    await createReviewStore(database.db).decide(decision, later(20))
    expect(await look('of a review')).toMatchObject({ enrolmentId, enrolmentOutcome: 'refused' })
  })
})
