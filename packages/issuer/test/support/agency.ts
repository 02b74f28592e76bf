import { type Answer, call, postJson } from './protocol.ts'
import { NUMBERS } from './register-lines.ts'
import { OPERATOR_TOKEN } from './start-test-issuer.ts'

type Fields = { readonly [name: string]: unknown }
type Address = { readonly url: string }

/** A JPEG as far as its header: the size, and then marked bytes, which no test decodes. In base64. */
export function makePicture(mark: string, { width = 300, height = 400 } = {}): string {
  const size = [height >> 8, height & 255, width >> 8, width & 255]
  // Start of image; an APP0 of two bytes; start of frame with one component.
  const header = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, ...size, 1, 1, 0x11, 0]
  return Buffer.concat([Buffer.from(header), Buffer.from(mark.repeat(20))]).toString('base64')
}

/** Has the operator make a key. @returns its id and the key itself */
export async function makeAgencyKey(issuer: Address, fields: Fields = {}): Promise<{ id: string; key: string }> {
  const request = { agency: 'Bank of the Tests', scopes: ['faces:verify', 'faces:compare'], ...fields }
  const { status, body } = await postJson(`${issuer.url}/operator/agency-keys`, request, OPERATOR_TOKEN)
  if (status !== 201) throw new Error(`The key was not made: ${JSON.stringify(body)}`)
  return { id: body['id'], key: body['key'] }
}

export type AgencyRequest = { readonly path?: string; readonly headers?: Record<string, string>; readonly body: Fields }

export function askAsAgency(
  issuer: Address,
  key: string,
  { path = '/v1/face-verifications', headers, body }: AgencyRequest,
) {
  return call(`${issuer.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
  })
}

/** A verification of the head of the first house, with the fields given instead of its own. */
export function verifyFace(issuer: Address, key: string, fields: Fields, headers?: Record<string, string>) {
  const base = { citizen_number: NUMBERS.head, purpose: 'account_opening', consent_reference: 'consent-0001' }
  return askAsAgency(issuer, key, { body: { ...base, ...fields }, ...(headers && { headers }) })
}

export function comparePictures(issuer: Address, key: string, fields: Fields): Promise<Answer> {
  const base = { purpose: 'account_opening', consent_reference: 'consent-0001' }
  return askAsAgency(issuer, key, { path: '/v1/face-comparisons', body: { ...base, ...fields } })
}
