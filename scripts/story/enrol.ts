import { readFile } from 'node:fs/promises'
import type { StoryPerson } from '../synthetic-register/story-people.ts'

export type EnrolmentAnswer = {
  readonly status: number
  readonly code: string
  readonly offerUri: string
  readonly txCode: string
}

/** Enrols over HTTP, as a wallet does: number, date of birth, laser code and a picture. */
export async function enrol(
  issuerUrl: string,
  person: StoryPerson,
  selfie: Uint8Array | string,
): Promise<EnrolmentAnswer> {
  const picture = typeof selfie === 'string' ? await readFile(selfie) : selfie
  const response = await fetch(`${issuerUrl}/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      citizen_number: person.citizenNumber,
      birth_date: person.birthDate,
      laser_code: person.laserCode,
      selfie: Buffer.from(picture).toString('base64'),
    }),
  })
  const answer = (await response.json()) as Record<string, string>
  return {
    status: response.status,
    code: response.ok ? 'approved' : String(answer['code']),
    offerUri: answer['credential_offer_uri'] ?? '',
    txCode: answer['tx_code'] ?? '',
  }
}
