import { defaultConfiguration } from '../src/index.ts'
import { type CheckedConfiguration, isHttps, isLoopback, isLoopbackHttp } from './configuration-schema.ts'

/** A field that is wrong, and what was expected; never what was there. */
export type ConfigurationProblem = { readonly field: string; readonly expected: string }

/** What must hold between fields that are right by themselves. */
export function checkConfiguration(configuration: CheckedConfiguration): readonly ConfigurationProblem[] {
  return [
    ...addressProblems(configuration),
    ...secretProblems(configuration),
    ...agencyProblems(configuration),
    ...ruleProblems(configuration),
  ]
}

function addressProblems({ public_url: url, development, host, linkage_url: linkage }: CheckedConfiguration) {
  const https = 'the https address that wallets see, without query, fragment, user or a slash at its end'
  return problems([
    [url === undefined && !development, 'public_url', `${https}; or development, to try it on loopback`],
    [url !== undefined && !development && !isHttps(url), 'public_url', https],
    [
      url !== undefined && development && !isLoopbackHttp(url),
      'public_url',
      'in development an http address on loopback, or none',
    ],
    [development && !isLoopback(host), 'host', 'in development a loopback address'],
    [
      linkage !== undefined && !isHttps(linkage) && !isLoopbackHttp(linkage),
      'linkage_url',
      'an https address (http on loopback), without query, fragment, user or a slash at its end',
    ],
  ])
}

function secretProblems(configuration: CheckedConfiguration) {
  const { database_url: url, database_url_file: urlFile } = configuration
  const { linkage_url: linkage, linkage_token_file: linkageToken } = configuration
  return problems([
    [url !== undefined && urlFile !== undefined, 'database_url', 'it or database_url_file, and not both'],
    [url !== undefined && !isPostgresUrl(url), 'database_url', 'postgresql://…'],
    [
      url !== undefined && isPostgresUrl(url) && new URL(url).password !== '',
      'database_url',
      'no password in it; put the whole of it into database_url_file',
    ],
    [linkage !== undefined && linkageToken === undefined, 'linkage_token_file', 'a file, for there is a linkage_url'],
    [
      linkage === undefined && linkageToken !== undefined,
      'linkage_url',
      'an address, for there is a linkage_token_file',
    ],
    [
      configuration.face_cohort_file !== undefined && configuration.face_profile_file === undefined,
      'face_profile_file',
      'the profile of the cohort, for there is a face_cohort_file',
    ],
  ])
}

/** Derivations need a bundle to know whom to believe; and a register beside them would be read by nobody. */
function agencyProblems(configuration: CheckedConfiguration) {
  const isAgency = configuration.derivation_files !== undefined
  const { agency_records_file: file, agency_records_url: url, agency_records_token_file: token } = configuration
  const { bundle_file: bundle, bundle_url: bundleUrl, bundle_anchor_file: anchor } = configuration
  const address = 'an https address (http on loopback), without query, fragment, user or a slash at its end'
  const isNamedByKey = configuration.request_certificates_file === undefined && !configuration.development
  return problems([
    [
      isAgency && isNamedByKey && configuration.haip === true,
      'request_certificates_file',
      'a file, for under haip presentations are asked for in the name of a certificate',
    ],
    [isAgency && bundle === undefined, 'bundle_file', 'a file, for there are derivation_files'],
    [isAgency && anchor === undefined, 'bundle_anchor_file', 'a file, for there are derivation_files'],
    [isAgency && configuration.linkage_url !== undefined, 'linkage_url', 'none, for an agency has no register'],
    [
      !isAgency && [bundle, bundleUrl, anchor, file, url, token].some((value) => value !== undefined),
      'derivation_files',
      'at least one file, for there are settings of an agency',
    ],
    [bundleUrl !== undefined && !isHttps(bundleUrl) && !isLoopbackHttp(bundleUrl), 'bundle_url', address],
    [file !== undefined && url !== undefined, 'agency_records_file', 'it or agency_records_url, and not both'],
    [url !== undefined && !isHttps(url) && !isLoopbackHttp(url), 'agency_records_url', address],
    [
      url !== undefined && configuration.agency_record_key_file === undefined,
      'agency_record_key_file',
      'a file, for there is an agency_records_url',
    ],
    [
      (url === undefined) !== (token === undefined),
      'agency_records_token_file',
      'a file, and agency_records_url with it',
    ],
  ])
}

function ruleProblems(configuration: CheckedConfiguration) {
  const { haip, wallet_providers: providers = [], key_attestation_required: attested } = configuration
  const standard = defaultConfiguration
  const ttl = configuration.status_list_ttl_seconds ?? standard.statusListTtlSeconds
  const lifetime = configuration.status_list_lifetime_seconds ?? standard.statusListLifetimeSeconds
  const period = configuration.status_publication_seconds ?? standard.statusPublicationSeconds
  const faces = configuration.face_requests_at_once ?? standard.faceRequestsAtOnce
  const facesEach = configuration.face_requests_at_once_per_agency ?? standard.faceRequestsAtOncePerAgency
  const tries = configuration.face_tries_per_hour ?? standard.faceTriesPerHour
  const triesEach = configuration.face_tries_per_hour_and_agency ?? standard.faceTriesPerHourAndAgency
  const noProvider = providers.length === 0
  return problems([
    [noProvider && haip === true, 'wallet_providers', 'at least one, for haip lets only attested wallets in'],
    [
      noProvider && attested === true,
      'wallet_providers',
      'at least one, for key_attestation_required lets only attested keys in',
    ],
    [ttl >= lifetime, 'status_list_ttl_seconds', 'less than status_list_lifetime_seconds'],
    [period * 2 > lifetime, 'status_publication_seconds', 'at most half of status_list_lifetime_seconds'],
    [facesEach > faces, 'face_requests_at_once_per_agency', 'at most face_requests_at_once'],
    [triesEach > tries, 'face_tries_per_hour_and_agency', 'at most face_tries_per_hour'],
  ])
}

export function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)
}

function problems(
  checks: readonly (readonly [wrong: boolean, field: string, expected: string])[],
): readonly ConfigurationProblem[] {
  return checks.filter(([wrong]) => wrong).map(([, field, expected]) => ({ field, expected }))
}
