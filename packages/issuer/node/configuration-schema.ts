import { parsePublicJwk } from '@bai/credential'
import * as z from 'zod'
import { LOG_LEVELS } from './open-log.ts'

const whole = (min: number, max: number) => z.int().min(min).max(max)
const seconds = whole
const days = whole
const perMinute = whole(1, 1_000_000)
const text = (max: number) => z.string().min(1).max(max)
const path = text(4000)

const httpsUrl = z
  .string()
  .max(2000)
  .refine((value) => isHttps(value), 'an https address without query, fragment, user or a slash at its end')
/** Keys that sign attestations are ES256; a private one is refused. */
const publicKey = z.unknown().transform((value, context) => {
  try {
    const key = parsePublicJwk(value)
    if (key.crv === 'P-256') return key
  } catch {
    // Why does not matter: what is expected is told.
  }
  context.addIssue({ code: 'custom', message: 'a public JWK of the curve P-256' })
  return z.NEVER
})
/** https, or a scheme of a wallet's own. Compared as text, so nothing may be left open. */
const redirectUri = z
  .string()
  .max(2000)
  .refine(
    (value) => URL.canParse(value) && !value.includes('#') && !/^(javascript|data|vbscript|file):/i.test(value),
    'an absolute address without a fragment',
  )

/**
 * Everything that an operator sets, by the names of the file; a variable is `BAI_` and the name in capitals. Strict: a name
 * with a slip in it is told, and does not leave a default in force. Secrets are read from files, never from here.
 */
export const ConfigurationSchema = z.strictObject({
  /** What wallets see; left out only in development. */
  public_url: z.string().min(1).max(2000).optional(),
  host: z.union([z.ipv4(), z.ipv6()], 'an IP address to listen on').default('127.0.0.1'),
  port: whole(0, 65_535).default(8800),
  development: z.boolean().default(false),
  data_folder: path.default('.bai'),
  /** Without a password; with one it stands in `database_url_file`. */
  database_url: text(2000).optional(),
  database_url_file: path.optional(),
  master_key_file: path.optional(),
  operator_token_file: path.optional(),
  metrics_token_file: path.optional(),
  linkage_url: text(2000).optional(),
  linkage_token_file: path.optional(),
  /** An agency: what it derives. With these it has no register, and no enrolment. */
  derivation_files: z.array(path).min(1).max(50).optional(),
  /** The trust bundle, as `bai verifier sync` keeps it, and the public keys of its publisher. */
  bundle_file: path.optional(),
  bundle_url: text(2000).optional(),
  bundle_anchor_file: path.optional(),
  /** The agency's own records of people: one of the two. */
  agency_records_file: path.optional(),
  agency_records_url: text(2000).optional(),
  agency_records_token_file: path.optional(),
  /** 64 hexadecimal digits that the service with the records has too. */
  agency_record_key_file: path.optional(),
  /** PEM, the leaf first, for the key that asks for presentations. */
  request_certificates_file: path.optional(),
  trusted_proxies: whole(0, 5).default(0),
  log_level: z.enum(LOG_LEVELS).default('info'),
  stop_grace_seconds: seconds(0, 300).default(10),
  stop_delay_seconds: seconds(0, 300).default(0),
  face_workers: whole(1, 64).optional(),
  face_profile_file: path.optional(),
  face_cohort_file: path.optional(),

  // From here on: `IssuerConfiguration`, whose defaults are in src/configuration.ts.
  name: z.strictObject({ th: text(200), en: text(200) }).optional(),
  haip: z.boolean().optional(),
  clients: z
    .array(z.strictObject({ client_id: text(500), redirect_uris: z.array(redirectUri).min(1).max(50) }))
    .max(200)
    .optional(),
  wallet_providers: z
    .array(
      z.strictObject({
        issuer: httpsUrl,
        keys: z.array(publicKey).min(1).max(20),
        redirect_uris: z.array(redirectUri).min(1).max(50),
      }),
    )
    .max(50)
    .optional(),
  key_attestation_required: z.boolean().optional(),
  draft_proofs: z.boolean().optional(),
  key_announcement_seconds: seconds(0, 30 * 86_400).optional(),
  authorization_request_lifetime_seconds: seconds(60, 3600).optional(),
  authorization_code_lifetime_seconds: seconds(10, 600).optional(),
  refresh_token_lifetime_days: days(1, 3650).optional(),
  refills_per_day: whole(1, 1000).optional(),
  deferral_lifetime_days: days(1, 365).optional(),
  deferral_interval_seconds: seconds(1, 86_400).optional(),
  offer_lifetime_seconds: seconds(60, 604_800).optional(),
  access_token_lifetime_seconds: seconds(30, 86_400).optional(),
  nonce_lifetime_seconds: seconds(30, 3600).optional(),
  tx_code_tries: whole(1, 10).optional(),
  credential_lifetime_days: days(1, 3650).optional(),
  max_copies: whole(1, 100).optional(),
  /** Whole bytes of the list: four entries of two bits, eight of one. */
  status_list_size: whole(1024, 2 ** 24)
    .multipleOf(8, 'a multiple of 8')
    .optional(),
  status_lists_open: whole(1, 64).optional(),
  status_cohort_days: days(1, 3650).optional(),
  status_publication_seconds: seconds(1, 86_400).optional(),
  status_list_ttl_seconds: seconds(1, 30 * 86_400).optional(),
  status_list_lifetime_seconds: seconds(60, 365 * 86_400).optional(),
  face_answer_grid_milliseconds: whole(1, 60_000).optional(),
  face_requests_at_once: whole(1, 1000).optional(),
  face_requests_at_once_per_agency: whole(1, 1000).optional(),
  face_tries_per_hour: whole(1, 10_000).optional(),
  face_tries_per_hour_and_agency: whole(1, 10_000).optional(),
  enrolment_lifetime_seconds: seconds(120, 86_400).optional(),
  enrolment_challenges: whole(1, 20).optional(),
  enrolments_at_once: whole(1, 1000).optional(),
  review_lifetime_days: days(1, 365).optional(),
  requests_per_minute: perMinute.optional(),
  par_requests_per_minute: perMinute.optional(),
  token_requests_per_minute: perMinute.optional(),
  nonce_requests_per_minute: perMinute.optional(),
  credential_requests_per_minute: perMinute.optional(),
})

export type ConfigurationInput = z.input<typeof ConfigurationSchema>
export type CheckedConfiguration = z.output<typeof ConfigurationSchema>

export function isHttps(value: string): boolean {
  return isPlain(value, 'https:') && !value.endsWith('/')
}

/** http on the machine itself: for trying things out. */
export function isLoopbackHttp(value: string): boolean {
  return isPlain(value, 'http:') && isLoopback(new URL(value).hostname) && !value.endsWith('/')
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host)
}

function isPlain(value: string, protocol: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return url.protocol === protocol && !/[?#]/.test(value) && url.username === '' && url.password === ''
}
