import { Command, Option } from 'commander'
import { callOperator } from './call-operator.ts'
import { type JsonOption, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'

type CallOptions = JsonOption & { readonly url: string; readonly token: string }
type CreateOptions = CallOptions & { readonly name: string; readonly role: string; readonly days: number }
/** As the issuer tells it. */
type Operator = {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly expires_at: string
  readonly revoked_at: string | null
}

const PATH = '/operator/operators'

export function operatorCommand(): Command {
  const operator = new Command('operator').description("the issuer's operators: registrars, supervisors, auditors")
  withIssuer(operator.command('create').description('make an operator; the token is shown once'))
    .requiredOption('--name <NAME>', 'who it is')
    .addOption(
      new Option('--role <ROLE>', 'what they may do')
        .choices(['registrar', 'supervisor', 'auditor'])
        .makeOptionMandatory(),
    )
    .option('--days <N>', 'days until the token ends', wholeNumber(1, 365), 90)
    .action(create)
  withIssuer(operator.command('list').description('list all operators, without their tokens')).action(list)
  withIssuer(operator.command('revoke <ID>').description('revoke an operator; there is no way back'))
    .requiredOption('--reason <TEXT>', 'why; it goes into the audit log')
    .action(revoke)
  return operator
}

function withIssuer(command: Command): Command {
  return command
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--token <T>', 'token of a supervisor, or the one the issuer was started with')
    .option('--json', 'print one JSON document')
}

async function create({ url, token, name, role, days, json = false }: CreateOptions): Promise<void> {
  const body = JSON.stringify({ name, role, lifetime_days: days })
  const made = await callOperator<Operator & { readonly token: string }>({ url, token, path: PATH, body })
  printResult({ json }, made, `${made.token}\nUntil: ${made.expires_at}\nIt is not shown again.`)
}

async function list({ url, token, json = false }: CallOptions): Promise<void> {
  const answer = await callOperator<{ readonly operators: readonly Operator[] }>({ url, token, path: PATH })
  const lines = answer.operators.map(
    ({ id, name, role, expires_at, revoked_at }) =>
      `${id} ${role} ${name}; ${revoked_at === null ? `until ${expires_at}` : `revoked ${revoked_at}`}`,
  )
  printResult({ json }, answer, lines.length === 0 ? 'No operators.' : lines.join('\n'))
}

async function revoke(id: string, { url, token, reason, json = false }: CallOptions & { reason: string }) {
  const path = `${PATH}/${encodeURIComponent(id)}/revocation`
  const body = JSON.stringify({ reason })
  const answer = await callOperator<{ readonly revoked: boolean }>({ url, token, path, body })
  printResult({ json }, answer, `Revoked: ${id}`)
}
