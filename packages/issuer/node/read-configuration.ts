import type * as z from 'zod'
import { type IssuerConfiguration, IssuerError } from '../src/index.ts'
import { type ConfigurationProblem, checkConfiguration } from './check-configuration.ts'
import { type CheckedConfiguration, type ConfigurationInput, ConfigurationSchema } from './configuration-schema.ts'
import { readConfigurationFile, readVariables } from './configuration-sources.ts'
import type { OpenIssuerOptions } from './open-issuer.ts'
import type { LogLevel } from './open-log.ts'
import { readSecrets, type Secrets } from './read-secrets.ts'

export type ReadConfigurationInput = {
  /** A JSON file. */
  readonly file: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** From the command line: beats the environment, which beats the file. */
  readonly options: ConfigurationInput
}

export type ReadConfiguration = {
  readonly issuer: Omit<OpenIssuerOptions, 'compareFaces' | 'liveness' | 'report' | 'now' | 'requestLog'>
  readonly logLevel: LogLevel
  readonly faceWorkers: number | undefined
  readonly faceProfileFile: string | undefined
  readonly faceCohortFile: string | undefined
  /** Where it is an agency's. */
  readonly agency: AgencyConfiguration | undefined
}

/** What an agency derives, from what, and what it knows by itself. */
export type AgencyConfiguration = {
  readonly derivationFiles: readonly string[]
  readonly bundleFile: string
  /** Left out: somebody else keeps the file up to date. */
  readonly bundleUrl: string | undefined
  readonly bundleAnchorFile: string
  readonly records: { readonly file: string } | { readonly url: string; readonly token: string } | undefined
  readonly recordKey: Uint8Array | undefined
  readonly requestCertificatesFile: string | undefined
}

/**
 * Reads and checks everything that an operator sets, secrets included, before anything is opened.
 *
 * @throws IssuerError `configuration_malformed`, which names every field that is wrong, and never a value
 */
export async function readConfiguration(input: ReadConfigurationInput): Promise<ReadConfiguration> {
  const file = await readConfigurationFile(input.file)
  const variables = readVariables(input.environment)
  const given = Object.entries(input.options).filter(([, value]) => value !== undefined)
  const values = { ...file.values, ...variables.values, ...Object.fromEntries(given) }
  const parsed = ConfigurationSchema.safeParse(values)
  const found = [...file.problems, ...variables.problems, ...(parsed.success ? [] : problemsOf(parsed.error))]
  // Fields that are right are held against each other although others are wrong: all is told at once.
  const checked = parsed.data ?? withoutBad(values, found)
  if (checked !== undefined) found.push(...checkConfiguration(checked).filter((problem) => isNew(problem, found)))
  const secrets = await readSecrets(checked, input.environment)
  found.push(...secrets.problems)
  if (found.length > 0 || checked === undefined) throw malformed(found)
  return assemble(checked, secrets)
}

/** What is left when the fields that are wrong are taken out. @returns nothing where that does not help */
function withoutBad(
  values: Readonly<Record<string, unknown>>,
  problems: readonly ConfigurationProblem[],
): CheckedConfiguration | undefined {
  const bad = new Set(problems.map(({ field }) => field.split('.')[0]))
  const kept = Object.entries(values).filter(
    ([name]) => !bad.has(name) && Object.hasOwn(ConfigurationSchema.shape, name),
  )
  return ConfigurationSchema.safeParse(Object.fromEntries(kept)).data
}

function isNew({ field }: ConfigurationProblem, found: readonly ConfigurationProblem[]): boolean {
  return !found.some((known) => known.field.split('.')[0] === field)
}

function problemsOf(error: z.ZodError): ConfigurationProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.').slice(0, 100), expected: 'no such field' }))
      : [{ field: issue.path.join('.'), expected: expectation(issue) }],
  )
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected === 'int' ? 'a whole number' : article(issue.expected)
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ')
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unitOf(issue.origin)}`
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unitOf(issue.origin)}`
  // Of our own schema, which knows no values.
  return issue.code === 'custom' || issue.code === 'not_multiple_of' || issue.code === 'invalid_union'
    ? issue.message
    : 'another form'
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : ''
}

function article(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`
}

function assemble(checked: CheckedConfiguration, secrets: Secrets): ReadConfiguration {
  const { linkage_url: url, public_url: publicUrl } = checked
  const { linkageToken: token, operatorToken, metricsToken, databaseUrl } = secrets
  return {
    issuer: {
      host: checked.host,
      port: checked.port,
      development: checked.development,
      publicUrl,
      dataFolder: checked.data_folder,
      databaseUrl,
      masterKeyFile: checked.master_key_file,
      operatorToken,
      metricsToken,
      trustedProxies: checked.trusted_proxies,
      linkage: url === undefined || token === undefined ? undefined : { url, token },
      stopGraceMilliseconds: checked.stop_grace_seconds * 1000,
      stopDelayMilliseconds: checked.stop_delay_seconds * 1000,
      configuration: issuerConfiguration(checked),
    },
    logLevel: checked.log_level,
    faceWorkers: checked.face_workers,
    faceProfileFile: checked.face_profile_file,
    faceCohortFile: checked.face_cohort_file,
    agency: agencyOf(checked, secrets),
  }
}

function agencyOf(
  checked: CheckedConfiguration,
  { recordsToken: token, recordKey }: Secrets,
): AgencyConfiguration | undefined {
  const { derivation_files: derivationFiles, bundle_file: bundleFile, bundle_anchor_file: bundleAnchorFile } = checked
  if (derivationFiles === undefined || bundleFile === undefined || bundleAnchorFile === undefined) return undefined
  const { agency_records_file: file, agency_records_url: url } = checked
  const remote = url === undefined || token === undefined ? undefined : { url, token }
  return {
    derivationFiles,
    bundleFile,
    bundleUrl: checked.bundle_url,
    bundleAnchorFile,
    records: file === undefined ? remote : { file },
    recordKey,
    requestCertificatesFile: checked.request_certificates_file,
  }
}

/** The fields of `IssuerConfiguration` that were set, by their names there. */
function issuerConfiguration(checked: CheckedConfiguration): Partial<IssuerConfiguration> {
  return Object.fromEntries(
    Object.entries(checked)
      .filter(([name, value]) => value !== undefined && !OF_THE_PROCESS.has(name))
      .map(([name, value]) => [camelCase(name), membersIn(value)]),
  )
}

const PROCESS_FIELDS: readonly (keyof CheckedConfiguration)[] = [
  'public_url',
  'host',
  'port',
  'development',
  'data_folder',
  'database_url',
  'database_url_file',
  'master_key_file',
  'operator_token_file',
  'metrics_token_file',
  'linkage_url',
  'linkage_token_file',
  'trusted_proxies',
  'log_level',
  'stop_grace_seconds',
  'stop_delay_seconds',
  'face_workers',
  'face_profile_file',
  'face_cohort_file',
  'derivation_files',
  'bundle_file',
  'bundle_url',
  'bundle_anchor_file',
  'agency_records_file',
  'agency_records_url',
  'agency_records_token_file',
  'agency_record_key_file',
  'request_certificates_file',
]
const OF_THE_PROCESS = new Set<string>(PROCESS_FIELDS)

/** `client_id` and `redirect_uris` of the entries of a list. */
function membersIn(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((entry) => Object.fromEntries(Object.entries(entry).map(([name, of]) => [camelCase(name), of])))
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function malformed(problems: readonly ConfigurationProblem[]): IssuerError<'configuration_malformed'> {
  const lines = problems.map(({ field, expected }) => `  ${field}: expected ${expected}`)
  const message = `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${lines.join('\n')}`
  return new IssuerError('configuration_malformed', message, { field: problems[0]?.field ?? 'config', problems })
}
