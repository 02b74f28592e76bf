import { Command, Option } from 'commander'
import { callOperator } from './call-operator.ts'
import { issuerKeysCommand } from './issuer-keys.ts'
import { renewalsCommand } from './issuer-renewals.ts'
import { type JsonOption, printResult } from './output.ts'
import { commaList, wholeNumber } from './parse-option.ts'
import { readText } from './read-input.ts'
import { reportFault } from './report-fault.ts'
import { UsageError } from './usage-error.ts'
import { waitForStop } from './wait-for-stop.ts'

type ServeOptions = JsonOption & {
  readonly port: number
  readonly data: string
  readonly dev?: boolean
  readonly publicUrl?: string
  readonly masterKeyFile?: string
  readonly operatorTokenFile?: string
  readonly trustedProxies: number
  readonly publishEvery: number
  readonly linkageUrl?: string
  readonly linkageTokenFile?: string
  readonly faceWorkers?: number
  readonly faceProfile?: string
  readonly faceCohort?: string
}
type OperatorOptions = JsonOption & {
  readonly url: string
  readonly token: string
  readonly types: readonly string[]
  readonly reason: string
}

const ALL_TYPES = ['id-card', 'house-registration']

export function issuerCommand(): Command {
  const issuer = new Command('issuer').description('the issuer: serve, offer, revoke, publish, renew')
  issuer
    .command('serve')
    .description("serve OpenID4VCI, enrolment, status lists and the operator's endpoints")
    .option('--port <N>', 'port on loopback; 0 takes a free one', wholeNumber(0, 65_535), 8800)
    .option('--data <DIR>', 'data folder', '.bai')
    .option('--dev', 'loopback http, and an operator token made for this run')
    .option('--public-url <URL>', 'https address that wallets see, with a TLS proxy in front')
    .option('--master-key-file <FILE>', '64 hexadecimal digits; by default made in the data folder')
    .option('--operator-token-file <FILE>', 'operator token; without one, and without --dev, nobody is an operator')
    .option('--trusted-proxies <N>', 'reverse proxies in front whose X-Forwarded-For is believed', wholeNumber(0, 5), 0)
    .option('--publish-every <SECONDS>', 'how long a revocation may take to show', wholeNumber(1, 86_400), 300)
    .option('--linkage-url <URL>', 'linkage service to ask for the register, instead of the database')
    .option('--linkage-token-file <FILE>', 'bearer token for it')
    .option('--face-profile <FILE>', 'calibration profile; by default the shipped one, which knows no cohort')
    .option('--face-cohort <FILE>', "the profile's cohort, by which scores are normalised")
    .option('--face-workers <N>', 'threads that compare faces, of 250 MB each', wholeNumber(1, 64))
    .option('--json', 'print one line of JSON when ready')
    .addHelpText('after', '\nDATABASE_URL=postgresql://… uses PostgreSQL instead of the embedded database.')
    .action(serve)
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

async function serve(options: ServeOptions): Promise<void> {
  const operatorToken = options.operatorTokenFile && (await readText(options.operatorTokenFile)).trim()
  // Loaded by whoever serves: the operator's commands only call an issuer, and would wait for it three seconds.
  const { openIssuer } = await import('@bai/issuer/node')
  const { openFaceService } = await import('./open-face-service.ts')
  const { readCohort, readProfile } = await import('./read-calibration.ts')
  const { faceWorkers: workers, faceProfile, faceCohort } = options
  await using faces = openFaceService({
    ...(workers !== undefined && { workers }),
    ...(faceProfile !== undefined && { profile: await readProfile(faceProfile) }),
    ...(faceCohort !== undefined && { cohort: await readCohort(faceCohort) }),
  })
  // In production the first citizen does not wait for the models; whoever tries things out does not wait at the start.
  if (!options.dev) await faces.warmUp()
  const issuer = await openIssuer({
    port: options.port,
    dataFolder: options.data,
    databaseUrl: process.env['DATABASE_URL'],
    development: options.dev ?? false,
    publicUrl: options.publicUrl,
    masterKeyFile: options.masterKeyFile,
    operatorToken: operatorToken || undefined,
    trustedProxies: options.trustedProxies,
    configuration: { statusPublicationSeconds: options.publishEvery },
    linkage: await readLinkage(options),
    compareFaces: faces.compareFaces,
    liveness: faces.liveness,
    report: reportFault,
  })
  const madeToken = options.dev && !operatorToken ? { operator_token: issuer.operatorToken } : {}
  const text = [
    `Issuer at ${issuer.url}`,
    ...(madeToken.operator_token ? [`Operator token, for this run: ${madeToken.operator_token}`] : []),
  ]
  printResult(options, { url: issuer.url, ...madeToken }, text.join('\n'))
  await waitForStop(issuer)
}

async function readLinkage({ linkageUrl: url, linkageTokenFile: file }: ServeOptions) {
  if (url === undefined && file === undefined) return undefined
  if (url !== undefined && file !== undefined) return { url, token: (await readText(file)).trim() }
  const message = 'Give --linkage-url and --linkage-token-file together: where the service is, and who asks.'
  throw new UsageError('option_malformed', '--linkage-url', message)
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
