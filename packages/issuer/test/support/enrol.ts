import { makePicture } from './agency.ts'
import { type Answer, call, postJson } from './protocol.ts'
import { NUMBERS } from './register-lines.ts'
import type { TestIssuer } from './start-test-issuer.ts'

type Address = Pick<TestIssuer, 'url'>
type Fields = { readonly [name: string]: unknown }

/** Of the head of the first house; what follows the header is not looked at by the comparator of these tests. */
export const PORTRAIT = makePicture('the portrait of the register')
export const OTHER = makePicture('a picture of somebody else!!')
export const FACTORS = { citizen_number: NUMBERS.head, birth_date: '25230314', laser_code: 'JT0-0000001-00' } as const

export const EXPIRED_CARD = {
  document_number: 'BN-0001-0000001',
  issued: '25550314',
  expires: '25640313',
  issuing_office: { th: 'สำนักงานเขตสาทร', en: 'Sathon District Office' },
}

export async function currentConsent(issuer: Address) {
  const { body } = await call(`${issuer.url}/enrolments/consent`)
  return { version: body['version'] as string, given: true, locale: 'th' }
}

/** Begins an enrolment, with the fields given instead of those of the head. */
export async function begin(issuer: Address, fields: Fields = {}, headers: Record<string, string> = {}) {
  const body = { consent: await currentConsent(issuer), ...FACTORS, ...fields }
  return call(`${issuer.url}/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

/** A film that the simple check of these tests accepts: each frame names the nonce. */
export function filmFor(nonce: string, word = '') {
  return [0, 250, 500].map((at) => ({ at, image: makePicture(`${nonce} ${word} `) }))
}

/** Sends pictures for a begun enrolment: a good film and the right selfie unless told otherwise. */
export function sendPictures(
  issuer: Address,
  { body: begun }: Answer,
  fields: Fields = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const nonce = begun['challenge']?.nonce
  return call(`${issuer.url}/enrolments/${begun['enrolment_id']}/images`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${begun['enrolment_secret']}`,
      ...headers,
    },
    body: JSON.stringify({ nonce, frames: filmFor(nonce), selfie: PORTRAIT, ...fields }),
  })
}

/** Another challenge for the same enrolment, as `begin` answers. */
export async function renew(issuer: Address, begun: Answer): Promise<Answer> {
  const url = `${issuer.url}/enrolments/${begun.body['enrolment_id']}/challenges`
  const renewed = await postJson(url, {}, begun.body['enrolment_secret'])
  return { ...renewed, body: { ...begun.body, ...renewed.body } }
}

/** Both steps. */
export async function enrol(issuer: Address, fields: Fields = {}, pictures: Fields = {}): Promise<Answer> {
  const begun = await begin(issuer, fields)
  return begun.status === 201 ? sendPictures(issuer, begun, pictures) : begun
}
