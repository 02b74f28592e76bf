import { Command, Option } from 'commander'
import { callOperator } from './call-operator.ts'
import { derivationCommand } from './issuer-derivation.ts'
import { issuerKeysCommand } from './issuer-keys.ts'
import { renewalsCommand } from './issuer-renewals.ts'
import { serveCommand } from './issuer-serve.ts'
import { type JsonOption, printResult } from './output.ts'
import { commaList } from './parse-option.ts'
import { UsageError } from './usage-error.ts'

type OperatorOptions = JsonOption & {
  readonly url: string
  readonly token: string
  readonly types: readonly string[]
  readonly reason: string
}

const ALL_TYPES = ['id-card', 'house-registration']

export function issuerCommand(): Command {
  const issuer = new Command('issuer').description('the issuer: serve, offer, revoke, publish, renew, derive')
  issuer.addCommand(serveCommand())
  operatorOptions(issuer.command('offer').description('make a credential offer'))
    .addOption(
      new Option('--grant <GRANT>', 'for somebody in the register, or for whoever signs in')
        .choices(['pre-authorized_code', 'authorization_code'])
        .default('pre-authorized_code'),
    )
    .option('--citizen <N>', 'identification number, with or without dashes; whoever signs in shows their own')
    .option('--no-tx-code', 'an offer that needs no transaction code')
    .action(offer)
  operatorOptions(issuer.command('revoke').description('revoke the credentials of somebody; there is no way back'))
    .requiredOption('--citizen <N>', 'identification number, with or without dashes')
    .action(revoke)
  issuer
    .command('publish')
    .description('publish the status lists now, and not at the next period')
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--token <T>', 'operator token')
    .option('--json', 'print one JSON document')
    .action(publish)
  issuer.addCommand(renewalsCommand())
  issuer.addCommand(issuerKeysCommand())
  issuer.addCommand(derivationCommand())
  return issuer
}

function operatorOptions(command: Command): Command {
  return command
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--token <T>', 'operator token')
    .option('--types <LIST>', 'credential types, with commas', commaList, ALL_TYPES)
    .requiredOption('--reason <TEXT>', 'why; it goes into the audit log')
    .option('--json', 'print one JSON document')
}

type OfferOptions = OperatorOptions & {
  readonly grant: 'pre-authorized_code' | 'authorization_code'
  readonly citizen?: string
  readonly txCode: boolean
}
type MadeOffer = {
  readonly offer_uri: string
  readonly offer_uri_by_reference?: string
  readonly tx_code?: string
  readonly expires_at: string
}

async function offer(options: OfferOptions): Promise<void> {
  const { url, token, grant, citizen, types, reason, json = false, txCode } = options
  if (grant === 'pre-authorized_code' && citizen === undefined)
    throw new UsageError(
      'option_malformed',
      'citizen',
      'An offer with a pre-authorised code is for somebody: give --citizen.',
    )
  const body = JSON.stringify({ grant, citizen_number: citizen, types, reason, tx_code: txCode })
  const made = await callOperator<MadeOffer>({
    url,
    token,
    path: '/operator/offers',
    body,
  })
  const text = [
    made.offer_uri,
    ...(made.offer_uri_by_reference === undefined ? [] : [`By reference: ${made.offer_uri_by_reference}`]),
    ...(made.tx_code === undefined ? [] : [`Transaction code: ${made.tx_code}`]),
    `Until: ${made.expires_at}`,
  ]
  printResult({ json }, made, text.join('\n'))
}

type RevokeOptions = OperatorOptions & { readonly citizen: string }

async function revoke({ url, token, citizen, types, reason, json = false }: RevokeOptions): Promise<void> {
  const body = JSON.stringify({ citizen_number: citizen, types, reason })
  const answer = await callOperator<{ revoked: number }>({ url, token, path: '/operator/revocations', body })
  printResult({ json }, answer, `Revoked: ${answer.revoked}`)
}

async function publish({ url, token, json = false }: Pick<OperatorOptions, 'url' | 'token' | 'json'>): Promise<void> {
  const answer = await callOperator<{ lists: number; last_published_at: string | null }>({
    url,
    token,
    path: '/operator/status-publications',
    body: '{}',
  })
  printResult({ json }, answer, `Status lists: ${answer.lists}, the last signed at ${answer.last_published_at}`)
}
