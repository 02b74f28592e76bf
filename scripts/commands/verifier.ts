import { createPublicKey } from 'node:crypto'
import { encodeDidJwk, type Json, parseJson } from '@bai/credential'
import { parsePolicy, type Verdict } from '@bai/verifier'
import { openVerifier } from '@bai/verifier/node'
import { Command, InvalidArgumentError } from 'commander'
import { type JsonOption, printResult } from './output.ts'
import { readText, readToken, writeOutput } from './read-input.ts'
import { type AskOptions, askOnline, onlineOptions, verifierResultCommand } from './verifier-online.ts'
import { verifierPolicyCommand } from './verifier-policy.ts'
import { verifierServeCommand } from './verifier-serve.ts'
import { verifierImportCommand, verifierSyncCommand } from './verifier-sync.ts'

type RequestOptions = JsonOption & { readonly data: string; readonly policy: string; readonly out?: string }
type VerifyOptions = JsonOption & {
  readonly data: string
  readonly bundle: string
  readonly request: string
  readonly policy?: string
  readonly anchor?: string
  readonly at?: Date
}

export function verifierCommand(): Command {
  const verifier = new Command('verifier').description('the verifier: keep a bundle, ask, decide offline')
  onlineOptions(common(verifier.command('request').description('make a signed request for a policy')))
    .requiredOption('--policy <FILE|NAME>', 'what is asked for, why, and how it is decided (JSON); with --url a name')
    .option('--out <FILE>', 'write the request to a file')
    .action(request)
  common(
    verifier
      .command('verify <PRESENTATION>')
      .description('decide on a presentation, offline: a file, - for standard input, or the text'),
  )
    .requiredOption('--bundle <FILE>', 'the bundle')
    .requiredOption('--request <FILE>', 'the request that was answered')
    .option('--policy <FILE>', 'how it is decided; by default 5 minutes of age, 1 minute of skew')
    .option('--anchor <FILE>', "the anchor's public key (JWK or JWK set), where it is not this verifier's own")
    .option('--at <TIME>', 'decide as of this moment (ISO 8601), to look at an old case', moment)
    .action(verify)
  common(
    verifier.command('key').description('print the key that signs requests: to be certified and registered'),
  ).action(printKey)
  verifier.addCommand(verifierServeCommand())
  verifier.addCommand(verifierResultCommand())
  verifier.addCommand(verifierPolicyCommand())
  verifier.addCommand(verifierSyncCommand())
  verifier.addCommand(verifierImportCommand())
  return verifier
}

function common(command: Command): Command {
  return command.option('--data <DIR>', 'data folder', '.bai').option('--json', 'print one JSON document')
}

async function request(options: RequestOptions & Partial<AskOptions>): Promise<void> {
  const { policy: file, out, data, json = false, url } = options
  if (url !== undefined) return askOnline({ ...options, url })
  const policy = parsePolicy(await readText(file))
  const token = await (await openVerifier(data)).createRequest(policy)
  if (out === undefined) printResult({ json }, { request: token }, token)
  else {
    await writeOutput(out, token)
    printResult({ json }, { file: out }, `Request in ${out}.`)
  }
}

async function printKey({ data, json = false }: JsonOption & { readonly data: string }): Promise<void> {
  const jwk = await (await openVerifier(data)).requestKey()
  const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  printResult({ json }, { jwk, did: encodeDidJwk(jwk), pem }, String(pem).trim())
}

async function verify(presentation: string, options: VerifyOptions): Promise<void> {
  const policy = options.policy === undefined ? undefined : parsePolicy(await readText(options.policy))
  const verdict = await (await openVerifier(options.data)).verify({
    vpToken: parseVpToken(await readToken(presentation, 'vp_token')),
    request: await readToken(options.request, 'request'),
    bundle: (await readText(options.bundle)).trim(),
    policy,
    anchors: options.anchor === undefined ? undefined : parseJson(await readText(options.anchor), 'anchor'),
    now: options.at ?? new Date(),
  })
  printResult(options, verdict, describeVerdict(verdict))
  process.exitCode = verdict.outcome === 'accepted' ? 0 : 1
}

/** JSON of the answer, or one presentation alone. */
function parseVpToken(text: string): Json {
  return text.startsWith('{') ? parseJson(text, 'presentation') : text
}

/** For staff at a terminal: the outcome, what was seen, and how old the data is. */
export function describeVerdict({ outcome, code, checks, credentials, bundle: { issuedAt, nextAt } }: Verdict): string {
  const mark = { passed: '✓', warning: '!', unknown: '?', failed: '✗' }
  return [
    `${outcome.toUpperCase()} (${code})`,
    ...checks.map((check) => `  ${mark[check.outcome]} ${check.message.th} / ${check.message.en}`),
    ...credentials.flatMap(({ vct, claims, restsOn = [] }) => [
      `  ${vct}: ${JSON.stringify(claims)}`,
      ...restsOn.map(
        ({ type, issuer, level = 'unknown', on }) =>
          `    rests on ${type} of ${issuer.name.en}, level ${level}, shown on ${on}`,
      ),
    ]),
    `  data of ${issuedAt.toISOString()}, next due ${nextAt.toISOString()}`,
  ].join('\n')
}

function moment(text: string): Date {
  const date = new Date(text)
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(date.getTime())) return date
  throw new InvalidArgumentError('Expected a time as 2026-11-23T09:00:00Z.')
}
