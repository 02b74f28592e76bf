import { callWithToken } from './call-with-token.ts'
import { type JsonOption, printResult } from './output.ts'
import { readBytes, readText } from './read-input.ts'

export type VerifyWithServiceOptions = JsonOption & {
  readonly citizen: string
  readonly url: string
  readonly keyFile: string
  readonly purpose: string
  readonly consent: string
}

type Answer = {
  readonly decision: string
  readonly percent: number
  readonly operating_point: string
  readonly profile: string
}

/** `bai face verify`: asks the Face Verification Service, as an agency does. Exit code 0 for a match, 1 for anything else. */
export async function verifyWithService(image: string, options: VerifyWithServiceOptions): Promise<void> {
  const { citizen, url, keyFile, purpose, consent } = options
  const request = {
    citizen_number: citizen,
    image: (await readBytes(image)).toString('base64'),
    purpose,
    consent_reference: consent,
  }
  const answer = await callWithToken<Answer>({
    url,
    token: (await readText(keyFile)).trim(),
    path: '/v1/face-verifications',
    body: JSON.stringify(request),
  })
  printResult(options, answer, `${answer.percent} %: ${answer.decision} (${answer.profile})`)
  process.exitCode = answer.decision === 'match' ? 0 : 1
}
