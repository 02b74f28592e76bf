import { Command } from 'commander'
import { callOperator } from './call-operator.ts'
import { type JsonOption, printResult } from './output.ts'

type Options = JsonOption & { readonly url: string; readonly token: string }
type Listed = { readonly id: string; readonly types: readonly string[]; readonly reason: string }

/** Credentials that a change of the register has revoked, and their successors. */
export function renewalsCommand(): Command {
  const renewals = new Command('renewals').description(
    'who lost credentials to a life event, and offers of the new ones',
  )
  withIssuer(renewals.command('list').description('list those that nobody has been offered yet')).action(list)
  withIssuer(renewals.command('offer <ID>').description('make the offer')).action(offer)
  return renewals
}

function withIssuer(command: Command): Command {
  return command
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--token <T>', 'operator token')
    .option('--json', 'print one JSON document')
}

async function list({ url, token, json = false }: Options): Promise<void> {
  const answer = await callOperator<{ renewals: readonly Listed[] }>({ url, token, path: '/operator/renewals' })
  const lines = answer.renewals.map(({ id, types, reason }) => `${id}  ${types.join(', ')}  ${reason}`)
  printResult({ json }, answer, lines.length === 0 ? 'No renewal is pending.' : lines.join('\n'))
}

async function offer(id: string, { url, token, json = false }: Options): Promise<void> {
  const path = `/operator/renewals/${encodeURIComponent(id)}/offer`
  const made = await callOperator<{ offer_uri: string; tx_code: string; expires_at: string }>({
    url,
    token,
    path,
    body: '{}',
  })
  const text = `${made.offer_uri}\nTransaction code: ${made.tx_code}\nUntil: ${made.expires_at}`
  printResult({ json }, made, text)
}
