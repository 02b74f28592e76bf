import { readFile } from 'node:fs/promises'
import { setTimeout as pass } from 'node:timers/promises'
import type { StoryPerson } from '../synthetic-register/story-people.ts'
import { type Film, type FilmStudio, film, type ShownChallenge } from './film-studio.ts'

/** Who stands before the camera: a picture that a film is made of, and one that is sent as the selfie. */
export type EnrolledFace = { readonly filmed: Uint8Array; readonly selfie: Uint8Array }

export type EnrolmentAnswer = {
  readonly status: number
  /** `approved`, `review`, or why not. */
  readonly code: string
  /** What was wrong with the film. */
  readonly filmCode: string | undefined
  readonly enrolmentId: string
  readonly offerUri: string
  readonly txCode: string
  /** How many films it took. */
  readonly films: number
}

/** An enrolment that has begun. */
export type BegunEnrolment = {
  readonly enrolment_id: string
  readonly enrolment_secret: string
  readonly challenge: ShownChallenge
}

type Answered = {
  readonly outcome?: string
  readonly code?: string
  readonly details?: { readonly code?: string }
  readonly credential_offer_uri?: string
  readonly tx_code?: string
}

export type EnrolOptions = {
  readonly studio: FilmStudio
  /** Lets the time of a film pass; left out: the machine's own. */
  readonly wait?: (milliseconds: number) => Promise<unknown>
  readonly call?: typeof fetch
}

/**
 * Enrols over HTTP, as a wallet does: consent, number, date of birth and laser code; then a film of what the challenge asks
 * for, and a selfie. A film that was no good is made again, as a person would.
 */
export async function enrol(
  issuerUrl: string,
  person: StoryPerson,
  face: EnrolledFace,
  { studio, wait = pass, call = fetch }: EnrolOptions,
): Promise<EnrolmentAnswer> {
  const actor = await studio.prepare(face.filmed)
  const begun = await begin(issuerUrl, person)
  let { challenge } = begun
  for (let films = 1; ; films++) {
    const shownAt = performance.now()
    const frames = await film(actor, challenge)
    // The issuer knows when it asked: a film of eighteen seconds is not there after three.
    await wait(Math.max(0, shownAt + challenge.ends_at - performance.now()))
    const answer = await sendPictures(issuerUrl, { ...begun, challenge }, frames, face.selfie, call)
    if (!isWorthAnother(answer.filmCode) || films === 3) return { ...answer, films }
    challenge = await renewChallenge(issuerUrl, begun)
  }
}

export async function begin(issuerUrl: string, person: StoryPerson): Promise<BegunEnrolment> {
  const { version } = await (await fetch(`${issuerUrl}/enrolments/consent`)).json()
  const response = await post(`${issuerUrl}/enrolments`, {
    consent: { version, given: true, locale: 'th' },
    citizen_number: person.citizenNumber,
    birth_date: person.birthDate,
    laser_code: person.laserCode,
  })
  if (!response.ok) throw new Error(`No enrolment began: ${await response.text()}`)
  return response.json()
}

export async function renewChallenge(
  issuerUrl: string,
  { enrolment_id: id, enrolment_secret: secret }: BegunEnrolment,
): Promise<ShownChallenge> {
  const response = await post(`${issuerUrl}/enrolments/${id}/challenges`, {}, secret)
  if (!response.ok) throw new Error(`There is no other challenge: ${await response.text()}`)
  return (await response.json()).challenge
}

export async function sendPictures(
  issuerUrl: string,
  { enrolment_id: id, enrolment_secret: secret, challenge: { nonce } }: BegunEnrolment,
  frames: Film,
  selfie: Uint8Array,
  call: typeof fetch = fetch,
): Promise<Omit<EnrolmentAnswer, 'films'>> {
  const body = { nonce, frames, selfie: Buffer.from(selfie).toString('base64') }
  const response = await post(`${issuerUrl}/enrolments/${id}/images`, body, secret, call)
  const answer = (await response.json()) as Answered
  return {
    status: response.status,
    code: (response.ok ? answer.outcome : answer.code) ?? 'none',
    filmCode: answer.code === 'liveness_failed' ? answer.details?.code : undefined,
    enrolmentId: id,
    offerUri: answer.credential_offer_uri ?? '',
    txCode: answer.tx_code ?? '',
  }
}

/** Whoever is somebody else than on the selfie is so in the next film as well; a turned face may be taken for another's once. */
function isWorthAnother(filmCode: string | undefined): boolean {
  return filmCode !== undefined && filmCode !== 'other_person_than_selfie'
}

/** The pictures of somebody of the synthetic register. */
export async function faceOf({ portrait, selfies }: StoryPerson, selfie = selfies[0]!): Promise<EnrolledFace> {
  return { filmed: await readFile(portrait), selfie: await readFile(selfie) }
}

function post(url: string, body: unknown, secret?: string, call: typeof fetch = fetch): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
  }
  return call(url, { method: 'POST', headers, body: JSON.stringify(body) })
}
