import { Command } from 'commander'
import { callOperator } from './call-operator.ts'
import { type JsonOption, printResult } from './output.ts'
import { readText } from './read-input.ts'

type Options = JsonOption & { readonly url: string; readonly token: string }
type Key = { readonly kid: string; readonly state: string; readonly certificates: readonly string[] }

const PATH = '/operator/issuer-keys'

/** The keys that credentials are signed with, and their rotation. */
export function issuerKeysCommand(): Command {
  const keys = new Command('keys').description('the keys that credentials are signed with, and their rotation')
  withIssuer(keys.command('list').description('list them with what they are for')).action(list)
  withIssuer(keys.command('announce').description('make the next key; it signs once it is activated')).action(
    (options: Options) => change(PATH, options),
  )
  withIssuer(keys.command('request <KID>').description('certificate request for a key, in PEM')).action(request)
  withIssuer(
    keys.command('certify <KID> <PEM-FILE>').description('put a certificate chain to a key, leaf first'),
  ).action(certify)
  withIssuer(keys.command('activate <KID>').description('let an announced key sign from now on')).action(
    (kid: string, options: Options) => change(`${PATH}/${encodeURIComponent(kid)}/activation`, options),
  )
  withIssuer(keys.command('retire <KID>').description('take a key away whose credentials have all expired')).action(
    (kid: string, options: Options) => change(`${PATH}/${encodeURIComponent(kid)}/retirement`, options),
  )
  return keys
}

function withIssuer(command: Command): Command {
  return command
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--token <T>', 'operator token')
    .option('--json', 'print one JSON document')
}

async function list({ url, token, json = false }: Options): Promise<void> {
  const answer = await callOperator<{ keys: readonly Key[] }>({ url, token, path: PATH })
  printResult({ json }, answer, answer.keys.map(describe).join('\n'))
}

async function request(kid: string, { url, token, json = false }: Options): Promise<void> {
  const path = `${PATH}/${encodeURIComponent(kid)}/certificate-request`
  const answer = await callOperator<{ pem: string }>({ url, token, path })
  printResult({ json }, answer, answer.pem)
}

async function certify(kid: string, file: string, options: Options): Promise<void> {
  await change(`${PATH}/${encodeURIComponent(kid)}/certificates`, options, { pem: await readText(file) })
}

async function change(path: string, { url, token, json = false }: Options, body: object = {}): Promise<void> {
  const key = await callOperator<Key>({ url, token, path, body: JSON.stringify(body) })
  printResult({ json }, key, describe(key))
}

function describe({ kid, state, certificates }: Key): string {
  const certified = certificates.length === 0 ? 'no certificate' : `${certificates.length} certificates`
  return `${kid}  ${state}  ${certified}`
}
