import { isJsonObject } from '@bai/credential'
import * as z from 'zod'
import { WalletError } from '../errors.ts'
import type { WalletDependencies } from '../ports.ts'

/** `replace`: on a new phone; what the old one holds is revoked when this one has received. `revoke`: of a lost phone. */
export type EnrolmentPurpose = 'issue' | 'replace' | 'revoke'

export type EnrolmentInput = {
  readonly purpose: EnrolmentPurpose
  readonly consent: { readonly version: string; readonly locale: 'th' | 'en' }
  readonly citizenNumber: string
  /** `YYYYMMDD` in the Buddhist era, `00` for a day or month that is not known. */
  readonly birthDate: string
  /** Left out by somebody who has enrolled before. */
  readonly laserCode: string | undefined
}

const text = z.string().min(1).max(2_000)
const ConsentSchema = z.looseObject({ version: text, th: z.string().max(20_000), en: z.string().max(20_000) })
const ChallengeSchema = z.looseObject({
  nonce: text,
  steps: z
    .array(z.looseObject({ action: text, times: z.number().optional(), from: z.number(), until: z.number() }))
    .min(1)
    .max(20),
  /** Milliseconds since it was shown. */
  ends_at: z.number().positive().max(120_000),
})
const BegunSchema = z.looseObject({ enrolment_id: text, enrolment_secret: text, challenge: ChallengeSchema })
const RenewedSchema = z.looseObject({ challenge: ChallengeSchema })
const OutcomeSchema = z.union([
  z.looseObject({ outcome: z.enum(['approved', 'review']), credential_offer_uri: text, tx_code: text.optional() }),
  z.looseObject({ outcome: z.enum(['revoked', 'review']), credential_offer_uri: z.undefined().optional() }),
])

/** The text to be agreed to, in both languages (docs/enrolment.md). */
export type EnrolmentConsent = z.infer<typeof ConsentSchema>
/** Movements to make before the camera, and when. */
export type Challenge = z.infer<typeof ChallengeSchema>
export type Enrolment = { readonly id: string; readonly secret: string; readonly challenge: Challenge }
export type EnrolmentPictures = {
  readonly nonce: string
  /** JPEG in base64, with the milliseconds since the challenge was shown. */
  readonly frames: readonly { readonly at: number; readonly image: string }[]
  readonly selfie: string
}
export type EnrolmentOutcome =
  | { readonly outcome: 'approved' | 'review'; readonly offer: string; readonly txCode: string | undefined }
  | { readonly outcome: 'revoked' | 'review'; readonly offer: undefined }

/** @throws WalletError `enrolment_failed`, `issuer_answer_malformed`; CredentialError `address_unreachable` */
export async function fetchConsent(issuer: string, wallet: WalletDependencies): Promise<EnrolmentConsent> {
  return parse(ConsentSchema, await call(`${issuer}/enrolments/consent`, {}, wallet), 'consent')
}

/** @throws as `fetchConsent` */
export async function beginEnrolment(
  issuer: string,
  input: EnrolmentInput,
  wallet: WalletDependencies,
): Promise<Enrolment> {
  const { purpose, consent, citizenNumber, birthDate, laserCode } = input
  const message = {
    purpose,
    consent: { ...consent, given: true },
    citizen_number: citizenNumber,
    birth_date: birthDate,
    ...(laserCode !== undefined && { laser_code: laserCode }),
  }
  const begun = parse(BegunSchema, await call(`${issuer}/enrolments`, { message }, wallet), 'challenge')
  return { id: begun.enrolment_id, secret: begun.enrolment_secret, challenge: begun.challenge }
}

/** Another challenge for the same enrolment, after a film that was no good. @throws as `fetchConsent` */
export async function renewChallenge(
  issuer: string,
  { id, secret }: Pick<Enrolment, 'id' | 'secret'>,
  wallet: WalletDependencies,
): Promise<Challenge> {
  const answer = await call(
    `${issuer}/enrolments/${encodeURIComponent(id)}/challenges`,
    { message: {}, secret },
    wallet,
  )
  return parse(RenewedSchema, answer, 'challenge').challenge
}

/** Sends the pictures, which are gone when the answer is there, but for the selfie of a review. @throws as `fetchConsent` */
export async function sendPictures(
  issuer: string,
  { id, secret }: Pick<Enrolment, 'id' | 'secret'>,
  pictures: EnrolmentPictures,
  wallet: WalletDependencies,
): Promise<EnrolmentOutcome> {
  const url = `${issuer}/enrolments/${encodeURIComponent(id)}/images`
  const answer = parse(OutcomeSchema, await call(url, { message: pictures, secret }, wallet), 'outcome')
  if (answer.credential_offer_uri === undefined)
    return { outcome: answer.outcome, offer: undefined } as EnrolmentOutcome
  return { outcome: answer.outcome, offer: answer.credential_offer_uri, txCode: answer.tx_code }
}

type Call = { readonly message?: object; readonly secret?: string }

async function call(url: string, { message, secret }: Call, { fetch }: WalletDependencies): Promise<unknown> {
  const headers = {
    ...(message !== undefined && { 'content-type': 'application/json' }),
    ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
  }
  const response = await fetch(url, {
    headers,
    ...(message !== undefined && { method: 'POST', body: JSON.stringify(message) }),
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  throw refused(response.status, answer)
}

function refused(status: number, answer: unknown): WalletError<'enrolment_failed'> {
  const { code, error, details } = isJsonObject(answer) ? answer : {}
  const { code: reason, reason: cause, retryAfterSeconds } = isJsonObject(details) ? details : {}
  const name = [code, error].find((candidate) => typeof candidate === 'string') ?? 'unknown'
  const message = `The issuer did not go on with the enrolment (${status}).`
  return new WalletError('enrolment_failed', message, {
    error: String(name).slice(0, 100),
    reason: [reason, cause].find((candidate) => typeof candidate === 'string')?.slice(0, 100),
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
  })
}

function parse<T>(schema: z.ZodType<T>, value: unknown, reason: string): T {
  const { data } = schema.safeParse(value)
  if (data !== undefined) return data
  throw new WalletError('issuer_answer_malformed', `The issuer's answer has no ${reason}.`, { reason })
}
