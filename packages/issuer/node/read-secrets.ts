import { readFile } from 'node:fs/promises'
import { type ConfigurationProblem, isPostgresUrl } from './check-configuration.ts'
import type { CheckedConfiguration } from './configuration-schema.ts'

/** Whoever has the token may revoke: outside development it must not be a word. */
const MIN_TOKEN = 32

/** What stands in files of its own. */
export type Secrets = {
  readonly operatorToken: string | undefined
  readonly metricsToken: string | undefined
  readonly linkageToken: string | undefined
  readonly recordsToken: string | undefined
  readonly recordKey: Uint8Array | undefined
  readonly databaseUrl: string | undefined
  readonly problems: readonly ConfigurationProblem[]
}

/** Reads every file that the configuration names, and tells of all that are wrong. */
export async function readSecrets(
  checked: CheckedConfiguration | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Secrets> {
  const problems: ConfigurationProblem[] = []
  const read = async (field: keyof CheckedConfiguration, expected: string, isGood: (text: string) => boolean) => {
    const file = checked?.[field]
    if (typeof file !== 'string') return undefined
    const text = await readFile(file, 'utf8').then(
      (content) => content.trim(),
      () => undefined,
    )
    if (text === undefined) problems.push({ field, expected: 'a file that can be read' })
    else if (!isGood(text)) problems.push({ field, expected: `a file with ${expected}` })
    return text
  }
  const least = checked?.development === true ? 1 : MIN_TOKEN
  const tokenForm = `a token of ${least} to 500 characters; make one with: openssl rand -base64 32`
  const isToken = (text: string) => /^[A-Za-z0-9._~+/-]{1,500}=*$/.test(text) && text.length >= least
  const isKey = (text: string) => /^[0-9a-f]{64}$/i.test(text)
  await read('master_key_file', '64 hexadecimal digits; make them with: openssl rand -hex 32', isKey)
  const operatorToken = await read('operator_token_file', tokenForm, isToken)
  const metricsToken = await read('metrics_token_file', tokenForm, isToken)
  const linkageToken = await read('linkage_token_file', 'a token', (text) => /^[\x21-\x7e]{1,4000}$/.test(text))
  const recordsToken = await read('agency_records_token_file', 'a token', (text) => /^[\x21-\x7e]{1,4000}$/.test(text))
  const recordKey = await read(
    'agency_record_key_file',
    '64 hexadecimal digits; make them with: openssl rand -hex 32',
    isKey,
  )
  const inFile = await read('database_url_file', 'postgresql://…', isPostgresUrl)
  if (operatorToken !== undefined && operatorToken === metricsToken)
    problems.push({ field: 'metrics_token_file', expected: 'another token than the operator has' })
  // What platforms set, password included. A setting of ours beats it.
  const databaseUrl = inFile ?? checked?.database_url ?? (environment['DATABASE_URL'] || undefined)
  return {
    operatorToken,
    metricsToken,
    linkageToken,
    recordsToken,
    recordKey: recordKey === undefined ? undefined : Buffer.from(recordKey, 'hex'),
    databaseUrl,
    problems,
  }
}
