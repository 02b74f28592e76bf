import { Command } from 'commander'
import { callWithToken } from './call-with-token.ts'
import { type JsonOption, printResult } from './output.ts'
import { readBytes, readText } from './read-input.ts'

type VerifyOptions = JsonOption & {
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

/** Asks the Face Verification Service, as an agency does. */
export function faceVerifyCommand(): Command {
  return new Command('verify')
    .argument('<IMAGE>')
    .description("ask the issuer whether a picture shows a citizen, with an agency's key; exit code 0 for a match")
    .requiredOption('--citizen <N>', 'identification number, with or without dashes')
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--key-file <FILE>', 'file with the key of the agency; - is standard input')
    .requiredOption('--purpose <CODE>', 'what for, as account_opening; it goes into the audit log')
    .requiredOption('--consent <REF>', 'where the consent of the person is kept; it goes into the audit log')
    .option('--json', 'print one JSON document')
    .action(verify)
}

async function verify(image: string, options: VerifyOptions): Promise<void> {
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
