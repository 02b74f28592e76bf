import { Command } from 'commander'
import { noFaces } from './no-faces.ts'
import { type JsonOption, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { stopRequested } from './wait-for-stop.ts'

type ServeOptions = JsonOption & {
  readonly config?: string
  readonly port?: number
  readonly data?: string
  readonly dev?: boolean
  readonly publicUrl?: string
  readonly masterKeyFile?: string
  readonly operatorTokenFile?: string
  readonly metricsTokenFile?: string
  readonly trustedProxies?: number
  readonly publishEvery?: number
  readonly linkageUrl?: string
  readonly linkageTokenFile?: string
  readonly faceWorkers?: number
  readonly faceProfile?: string
  readonly faceCohort?: string
}

export function serveCommand(): Command {
  return new Command('serve')
    .description("serve OpenID4VCI, enrolment, status lists and the operator's endpoints")
    .option('--config <FILE>', 'JSON file with everything that can be set; variables and options beat it')
    .option('--port <N>', 'port to listen on; 0 takes a free one (default: 8800)', wholeNumber(0, 65_535))
    .option('--data <DIR>', 'data folder (default: ".bai")')
    .option('--dev', 'loopback http, and an operator token made for this run')
    .option('--public-url <URL>', 'https address that wallets see, with a TLS proxy in front')
    .option('--master-key-file <FILE>', '64 hexadecimal digits; by default made in the data folder')
    .option('--operator-token-file <FILE>', 'operator token; without one, and without --dev, nobody is an operator')
    .option('--metrics-token-file <FILE>', 'token that may read metrics and nothing else')
    .option('--trusted-proxies <N>', 'reverse proxies in front whose X-Forwarded-For is believed', wholeNumber(0, 5))
    .option('--publish-every <SECONDS>', 'how long a revocation may take to show', wholeNumber(1, 86_400))
    .option('--linkage-url <URL>', 'linkage service to ask for the register, instead of the database')
    .option('--linkage-token-file <FILE>', 'bearer token for it')
    .option('--face-profile <FILE>', 'calibration profile; by default the shipped one, which knows no cohort')
    .option('--face-cohort <FILE>', "the profile's cohort, by which scores are normalised")
    .option('--face-workers <N>', 'threads that compare faces, of 250 MB each', wholeNumber(1, 64))
    .option('--json', 'print one line of JSON when ready')
    .addHelpText(
      'after',
      `
Each name of the file is a variable too, as BAI_PUBLIC_URL for public_url; docs/operations.md has them all.
DATABASE_URL=postgresql://… uses PostgreSQL instead of the embedded database.
Its log goes to standard error, one line of JSON for each request.`,
    )
    .action(serve)
}

async function serve(options: ServeOptions): Promise<void> {
  // Loaded by whoever serves: the operator's commands only call an issuer, and would wait for it three seconds.
  const { openIssuer, openLog, readConfiguration } = await import('@bai/issuer/node')
  const { openAgency } = await import('./open-agency.ts')
  const configuration = await readConfiguration({
    file: options.config,
    environment: process.env,
    options: {
      port: options.port,
      data_folder: options.data,
      development: options.dev,
      public_url: options.publicUrl,
      master_key_file: options.masterKeyFile,
      operator_token_file: options.operatorTokenFile,
      metrics_token_file: options.metricsTokenFile,
      trusted_proxies: options.trustedProxies,
      status_publication_seconds: options.publishEvery,
      linkage_url: options.linkageUrl,
      linkage_token_file: options.linkageTokenFile,
      face_workers: options.faceWorkers,
      face_profile_file: options.faceProfile,
      face_cohort_file: options.faceCohort,
    },
  })
  const log = openLog({ level: configuration.logLevel })
  // Node would print the message of what nobody caught, with whatever it quotes.
  const end = (error: unknown) => {
    log.fault(error)
    process.exit(1)
  }
  process.on('uncaughtException', end)
  const { development } = configuration.issuer
  const { agency: agencyConfiguration } = configuration
  using agency =
    agencyConfiguration &&
    (await openAgency({
      configuration: agencyConfiguration,
      dataFolder: configuration.issuer.dataFolder,
      development,
      publicUrl: configuration.issuer.publicUrl,
      haip: configuration.issuer.configuration?.haip ?? false,
      report: log.fault,
    }))
  await using faces = agency === undefined ? await openFaces(configuration) : closedFaces
  // In production the first citizen does not wait for the models; whoever tries things out does not wait at the start.
  if (!development) await faces.warmUp()
  const issuer = await openIssuer({
    ...configuration.issuer,
    agency,
    compareFaces: faces.compareFaces,
    liveness: faces.liveness,
    requestLog: log.request,
    report: log.fault,
    note: log.note,
  })
  const madeToken =
    development && configuration.issuer.operatorToken === undefined ? { operator_token: issuer.operatorToken } : {}
  const text = [
    `Issuer at ${issuer.url}`,
    ...(madeToken.operator_token ? [`Operator token, for this run: ${madeToken.operator_token}`] : []),
  ]
  const stop = stopRequested()
  log.note('ready')
  printResult(options, { url: issuer.url, ...madeToken }, text.join('\n'))
  await stop
  log.note('stopping')
  await issuer[Symbol.asyncDispose]()
  log.note('stopped')
  process.off('uncaughtException', end)
}

/** Nothing to warm up, and nothing to close. */
const closedFaces = { ...noFaces, warmUp: async () => {}, [Symbol.asyncDispose]: async () => {} }

type FaceFiles = Readonly<Record<'faceProfileFile' | 'faceCohortFile', string | undefined>> & {
  readonly faceWorkers: number | undefined
}

async function openFaces({ faceWorkers: workers, faceProfileFile, faceCohortFile }: FaceFiles) {
  const { openFaceService } = await import('./open-face-service.ts')
  const { readCohort, readProfile } = await import('./read-calibration.ts')
  return openFaceService({
    ...(workers !== undefined && { workers }),
    ...(faceProfileFile !== undefined && { profile: await readProfile(faceProfileFile) }),
    ...(faceCohortFile !== undefined && { cohort: await readCohort(faceCohortFile) }),
  })
}
