import { Command } from 'commander'
import { callOperator } from './call-operator.ts'
import { type JsonOption, printResult } from './output.ts'
import { commaList, wholeNumber } from './parse-option.ts'

type OperatorOptions = JsonOption & { readonly url: string; readonly token: string }
type CreateOptions = OperatorOptions & {
  readonly agency: string
  readonly scopes: readonly string[]
  readonly quota: number
  readonly rate: number
  readonly days: number
}
/** As the issuer tells it. */
type AgencyKey = {
  readonly id: string
  readonly agency: string
  readonly scopes: readonly string[]
  readonly quota_per_day: number
  readonly rate_per_minute: number
  readonly expires_at: string
  readonly revoked_at: string | null
}

const PATH = '/operator/agency-keys'

export function agencyCommand(): Command {
  const agency = new Command('agency').description('agencies that verify faces')
  const key = agency.command('key').description('their API keys')
  operatorOptions(key.command('create').description('make a key; it is shown once'))
    .requiredOption('--agency <NAME>', 'name of the agency')
    .option('--scopes <LIST>', 'faces:verify, faces:compare, register:existence, with commas', commaList, [
      'faces:verify',
    ])
    .option('--quota <N>', 'comparisons a day', wholeNumber(1, 10_000_000), 1000)
    .option('--rate <N>', 'requests a minute', wholeNumber(1, 10_000), 60)
    .option('--days <N>', 'days until it ends', wholeNumber(1, 730), 90)
    .action(create)
  operatorOptions(key.command('list').description('list all keys, without their secrets')).action(list)
  operatorOptions(key.command('revoke <ID>').description('revoke a key; there is no way back'))
    .requiredOption('--reason <TEXT>', 'why; it goes into the audit log')
    .action(revoke)
  return agency
}

function operatorOptions(command: Command): Command {
  return command
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--token <T>', 'operator token')
    .option('--json', 'print one JSON document')
}

async function create(options: CreateOptions): Promise<void> {
  const { url, token, agency, scopes, quota, rate, days } = options
  const request = { agency, scopes, quota_per_day: quota, rate_per_minute: rate, lifetime_days: days }
  const made = await callOperator<AgencyKey & { readonly key: string }>({
    url,
    token,
    path: PATH,
    body: JSON.stringify(request),
  })
  printResult(options, made, `${made.key}\nUntil: ${made.expires_at}\nIt is not shown again.`)
}

async function list({ url, token, json = false }: OperatorOptions): Promise<void> {
  const answer = await callOperator<{ readonly agency_keys: readonly AgencyKey[] }>({ url, token, path: PATH })
  const lines = answer.agency_keys.map(
    ({ id, agency, scopes, quota_per_day, rate_per_minute, expires_at, revoked_at }) =>
      `${id} ${agency}: ${scopes.join(' ')}; ${quota_per_day} a day, ${rate_per_minute} a minute; ${
        revoked_at === null ? `until ${expires_at}` : `revoked ${revoked_at}`
      }`,
  )
  printResult({ json }, answer, lines.length === 0 ? 'No keys.' : lines.join('\n'))
}

async function revoke(
  id: string,
  { url, token, reason, json = false }: OperatorOptions & { readonly reason: string },
): Promise<void> {
  const path = `${PATH}/${encodeURIComponent(id)}/revocation`
  const answer = await callOperator<{ readonly revoked: boolean }>({
    url,
    token,
    path,
    body: JSON.stringify({ reason }),
  })
  printResult({ json }, answer, `Revoked: ${id}`)
}
