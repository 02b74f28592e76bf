import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateNodeSigner } from '@bai/credential/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReadConfigurationInput, readConfiguration } from '../../node/read-configuration.ts'
import { defaultConfiguration, IssuerError } from '../../src/index.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-configuration-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const TOKEN = 'A-token-of-the-tests-0123456789-abc'

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

async function read(content: unknown, more: Partial<ReadConfigurationInput> = {}) {
  return readConfiguration({ file: await file('config.json', content), environment: {}, options: {}, ...more })
}

/** The fields that are complained about, each with what was expected. */
async function problemsOf(content: unknown, more: Partial<ReadConfigurationInput> = {}) {
  try {
    await read(content, more)
  } catch (error) {
    if (!(error instanceof IssuerError)) throw error
    expect(error.code).toBe('configuration_malformed')
    const { problems } = error.details as { problems: { field: string; expected: string }[] }
    return {
      message: error.message,
      problems: Object.fromEntries(problems.map(({ field, expected }) => [field, expected])),
    }
  }
  return { message: '', problems: {} }
}

test('a whole configuration becomes what the issuer is opened with', async () => {
  const { publicJwk } = generateNodeSigner()
  const { issuer, logLevel } = await read({
    public_url: 'https://issuer.example',
    host: '0.0.0.0',
    port: 8443,
    database_url_file: await file('database.txt', 'postgresql://bai:SECRET@db.example/bai\n'),
    master_key_file: await file('master.key', `${'ab'.repeat(32)}\n`),
    operator_token_file: await file('operator.txt', `${TOKEN}\n`),
    metrics_token_file: await file('metrics.txt', `${TOKEN}-for-metrics\n`),
    trusted_proxies: 1,
    log_level: 'debug',
    stop_grace_seconds: 20,
    haip: true,
    name: { th: 'กรม', en: 'Department' },
    clients: [{ client_id: 'wallet', redirect_uris: ['https://wallet.example/back'] }],
    wallet_providers: [
      { issuer: 'https://provider.example', keys: [publicJwk], redirect_uris: ['eu.example.wallet:/back'] },
    ],
    status_publication_seconds: 60,
  })
  expect(logLevel).toBe('debug')
  expect(issuer).toMatchObject({
    publicUrl: 'https://issuer.example',
    host: '0.0.0.0',
    port: 8443,
    databaseUrl: 'postgresql://bai:SECRET@db.example/bai',
    operatorToken: TOKEN,
    metricsToken: `${TOKEN}-for-metrics`,
    trustedProxies: 1,
    stopGraceMilliseconds: 20_000,
    stopDelayMilliseconds: 0,
    development: false,
  })
  expect(issuer.configuration).toEqual({
    haip: true,
    name: { th: 'กรม', en: 'Department' },
    clients: [{ clientId: 'wallet', redirectUris: ['https://wallet.example/back'] }],
    walletProviders: [
      { issuer: 'https://provider.example', keys: [publicJwk], redirectUris: ['eu.example.wallet:/back'] },
    ],
    statusPublicationSeconds: 60,
  })
})

test('every setting of the issuer can be set, and nothing that it does not have', async () => {
  // Address and development are the process's; everything else is named like the field.
  const numbers = Object.entries(defaultConfiguration).filter(([, value]) => typeof value === 'number')
  const names = numbers.map(([name]) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  const { issuer } = await read({
    development: true,
    ...Object.fromEntries(names.map((name, i) => [name, numbers[i]![1]])),
  })
  expect(issuer.configuration).toEqual(Object.fromEntries(numbers))
  expect(numbers.length).toBeGreaterThan(30)
})

test('the command line beats the environment, which beats the file', async () => {
  const content = { development: true, port: 1, max_copies: 1, refills_per_day: 1 }
  const environment = { BAI_PORT: '2', BAI_MAX_COPIES: '2', BAI_DEBUG: '1', BAI_HOST: '', PATH: '/bin' }
  const { issuer } = await read(content, { environment, options: { port: 3 } })
  expect(issuer.port).toBe(3)
  expect(issuer.configuration).toEqual({ maxCopies: 2, refillsPerDay: 1 })
})

test('variables hold text as it is, and everything else as JSON', async () => {
  const environment = {
    BAI_DEVELOPMENT: 'true',
    BAI_DATA_FOLDER: '2026',
    BAI_NAME: '{"th":"ก","en":"K"}',
    BAI_DATABASE_URL: 'postgresql://db.example/bai',
  }
  const { issuer } = await readConfiguration({ file: undefined, environment, options: {} })
  expect(issuer).toMatchObject({ development: true, dataFolder: '2026', databaseUrl: 'postgresql://db.example/bai' })
  expect(issuer.configuration).toEqual({ name: { th: 'ก', en: 'K' } })
})

test('everything that is wrong is told at once, and no value of it', async () => {
  const marker = 'DO-NOT-TELL'
  const { message, problems } = await problemsOf(
    {
      public_url: `http://${marker}.example`,
      port: 70_000,
      database_url: `postgresql://bai:${marker}@db.example/bai`,
      operator_token_file: await file('short.txt', marker),
      master_key_file: join(folder, 'not-there'),
      haip: true,
      max_copies: `${marker}`,
      nonce_lifetime_seconds: 0,
      clients: [{ client_id: 'wallet', redirect_uris: [`javascript:${marker}`] }],
      retries: marker,
    },
    { environment: { BAI_OFFER_LIFETIME: '9', BAI_LOG_LEVEL: marker } },
  )
  expect(Object.keys(problems).sort()).toEqual([
    'BAI_OFFER_LIFETIME',
    'clients.0.redirect_uris.0',
    'database_url',
    'log_level',
    'master_key_file',
    'max_copies',
    'nonce_lifetime_seconds',
    'operator_token_file',
    'port',
    'public_url',
    'retries',
    'wallet_providers',
  ])
  expect(problems).toMatchObject({
    port: 'at most 65535',
    max_copies: 'a number',
    nonce_lifetime_seconds: 'at least 30',
    log_level: 'silent, error, warn, info, debug, trace',
    retries: 'no such field',
    master_key_file: 'a file that can be read',
  })
  expect(message).toContain('12 problems')
  expect(message).not.toContain(marker)
  expect(JSON.stringify(problems)).not.toContain(marker)
})

describe('what must hold between fields', () => {
  const https = { public_url: 'https://issuer.example' }
  const AGENCY = { derivation_files: ['student.json'], bundle_file: 'bundle.jws', bundle_anchor_file: 'anchors.json' }
  test.each([
    ['an address is needed', {}, 'public_url'],
    ['outside development it is https', { public_url: 'http://127.0.0.1:8800' }, 'public_url'],
    ['an address has no slash at its end', { public_url: 'https://issuer.example/' }, 'public_url'],
    ['an address has no user', { public_url: 'https://me@issuer.example' }, 'public_url'],
    ['development is on loopback', { development: true, public_url: 'https://issuer.example' }, 'public_url'],
    ['development listens on loopback', { development: true, host: '0.0.0.0' }, 'host'],
    [
      'an agency under haip asks by a certificate',
      {
        ...https,
        ...AGENCY,
        haip: true,
      },
      'request_certificates_file',
    ],
    ['an agency has a bundle', { ...https, ...AGENCY, bundle_file: undefined }, 'bundle_file'],
    ['an agency pins who made it', { ...https, ...AGENCY, bundle_anchor_file: undefined }, 'bundle_anchor_file'],
    [
      'an agency has no register',
      { ...https, ...AGENCY, linkage_url: 'https://linkage.example', linkage_token_file: 'token.txt' },
      'linkage_url',
    ],
    ['what is for agencies is for agencies', { ...https, bundle_file: 'bundle.jws' }, 'derivation_files'],
    ['a bundle comes by https', { ...https, ...AGENCY, bundle_url: 'http://bundle.example' }, 'bundle_url'],
    [
      'records are in one place',
      { ...https, ...AGENCY, agency_records_file: 'a.csv', agency_records_url: 'https://records.example' },
      'agency_records_file',
    ],
    [
      'a service with records has a token',
      { ...https, ...AGENCY, agency_records_url: 'https://records.example' },
      'agency_records_token_file',
    ],
    [
      'a service with records has the same key',
      { ...https, ...AGENCY, agency_records_url: 'https://records.example' },
      'agency_record_key_file',
    ],
    ['haip needs a provider', { ...https, haip: true }, 'wallet_providers'],
    ['attested keys need a provider', { ...https, key_attestation_required: true }, 'wallet_providers'],
    ['a linkage service needs a token', { ...https, linkage_url: 'https://linkage.example' }, 'linkage_token_file'],
    ['a linkage service has https', { ...https, linkage_url: 'http://linkage.example' }, 'linkage_url'],
    ['a list outlives its ttl', { ...https, status_list_ttl_seconds: 604_800 }, 'status_list_ttl_seconds'],
    [
      'a list is published before it ends',
      { ...https, status_publication_seconds: 86_400, status_list_lifetime_seconds: 90_000 },
      'status_publication_seconds',
    ],
    [
      'an agency has no more places than there are',
      { ...https, face_requests_at_once: 2 },
      'face_requests_at_once_per_agency',
    ],
    ['a cohort needs its profile', { ...https, face_cohort_file: 'cohort.bin' }, 'face_profile_file'],
    ['a database is PostgreSQL', { ...https, database_url: 'mysql://db.example' }, 'database_url'],
  ])('%s', async (_what, content, field) => {
    expect(Object.keys((await problemsOf(content)).problems)).toContain(field)
    expect((await problemsOf({ ...https, port: 1 })).problems).toEqual({})
  })

  test('two tokens that are the same are one too few', async () => {
    const [operator_token_file, metrics_token_file] = [await file('a.txt', TOKEN), await file('b.txt', TOKEN)]
    const { problems } = await problemsOf({ ...https, operator_token_file, metrics_token_file })
    expect(Object.keys(problems)).toEqual(['metrics_token_file'])
  })

  test('a private key of a wallet provider is refused', async () => {
    const { publicJwk } = generateNodeSigner()
    const provider = { issuer: 'https://provider.example', redirect_uris: ['https://wallet.example'] }
    const { problems } = await problemsOf({
      ...https,
      wallet_providers: [{ ...provider, keys: [{ ...publicJwk, d: 'AA' }] }],
    })
    expect(problems).toEqual({ 'wallet_providers.0.keys.0': 'a public JWK of the curve P-256' })
  })
})

test.each([
  ['no file', undefined],
  ['no JSON', '{"port": 1'],
  ['a list', '[]'],
])('%s is no configuration', async (_what, text) => {
  const path = text === undefined ? join(folder, 'nothing.json') : await file('broken.json', text)
  const { problems } = await problemsOf({}, { file: path, environment: { BAI_PORT: '-1' } })
  expect(Object.keys(problems).sort()).toEqual(['config', 'port', 'public_url'])
})
