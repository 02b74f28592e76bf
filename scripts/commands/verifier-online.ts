import { Command, Option } from 'commander'
import { callWithToken } from './call-with-token.ts'
import { printResult } from './output.ts'
import { readText } from './read-input.ts'

export type AskOptions = {
  readonly url: string
  readonly policy: string
  readonly byValue?: boolean
  readonly responseMode?: string
  readonly clientIdPrefix?: string
  readonly redirectUri?: string
  readonly tokenFile?: string
}
type ResultOptions = Pick<AskOptions, 'url' | 'tokenFile'> & { readonly responseCode?: string }

/** Options of `verifier request` that are for a verifier that is served. */
export function onlineOptions(command: Command): Command {
  return command
    .option('--url <URL>', 'ask by a verifier that is served there; --policy is then the name of one of its policies')
    .option('--by-value', 'with --url: the whole request in the address, instead of where it is')
    .addOption(
      new Option('--response-mode <MODE>', 'with --url: how the wallet answers').choices([
        'direct_post',
        'direct_post.jwt',
      ]),
    )
    .addOption(
      new Option('--client-id-prefix <PREFIX>', 'with --url: how the verifier names itself').choices([
        'x509_hash',
        'x509_san_dns',
        'decentralized_identifier',
        'redirect_uri',
      ]),
    )
    .option('--redirect-uri <URI>', 'with --url: same device, and where the person goes on')
    .option('--token-file <FILE>', 'with --url: bearer token of the verifier')
}

/** Prints `{id, request_uri}`: the whole address that a wallet opens. */
export async function askOnline(options: AskOptions): Promise<void> {
  const { policy, byValue, responseMode, clientIdPrefix, redirectUri } = options
  const body = {
    policy,
    ...(byValue && { by_value: true }),
    ...(responseMode !== undefined && { response_mode: responseMode }),
    ...(clientIdPrefix !== undefined && { client_id_prefix: clientIdPrefix }),
    ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
  }
  const made = await callVerifier(options, { path: '/requests', body: JSON.stringify(body) })
  printResult({ json: true }, made, '')
}

export function verifierResultCommand(): Command {
  return new Command('result')
    .description('what became of a request: its verdict, as JSON')
    .argument('<ID>', 'as verifier request prints it')
    .requiredOption('--url <URL>', 'where the verifier is served')
    .option('--response-code <CODE>', 'same device: what the person came back with')
    .option('--token-file <FILE>', 'bearer token of the verifier')
    .option('--json', 'as it is printed anyway')
    .action(result)
}

async function result(id: string, options: ResultOptions): Promise<void> {
  const query = options.responseCode === undefined ? '' : `?response_code=${encodeURIComponent(options.responseCode)}`
  const outcome = await callVerifier(options, { path: `/requests/${encodeURIComponent(id)}${query}` })
  printResult({ json: true }, outcome, '')
  const verdict = outcome['verdict'] as { readonly outcome?: string } | undefined
  process.exitCode = verdict?.outcome === 'accepted' ? 0 : 1
}

async function callVerifier(
  { url, tokenFile }: Pick<AskOptions, 'url' | 'tokenFile'>,
  call: { readonly path: string; readonly body?: string },
): Promise<Record<string, unknown>> {
  const token = tokenFile === undefined ? undefined : (await readText(tokenFile)).trim()
  return callWithToken<Record<string, unknown>>({ url, token, ...call })
}
