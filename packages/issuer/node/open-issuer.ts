import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import {
  type CompareFaces,
  createIssuer,
  createPictureSeal,
  createRequestEncryption,
  defaultConfiguration,
  deriveKey,
  type IssuerConfiguration,
  IssuerError,
  type Liveness,
  openCredentialSigner,
  openLinkageRegister,
  openStatusPublisher,
  sweepExpired,
} from '../src/index.ts'
import { nodeTimer } from './node-timer.ts'
import { openStorage, type StorageOptions } from './open-storage.ts'

export type OpenIssuerOptions = StorageOptions & {
  /** Loopback port to listen on; 0 takes a free one. */
  readonly port: number
  /** The address that wallets see, with https; left out only in development, where it is where the issuer listens. */
  readonly publicUrl?: string | undefined
  /** Loopback http, and an operator token made for this run where none is given. */
  readonly development: boolean
  readonly operatorToken?: string | undefined
  /** Reverse proxies in front whose word on the caller's address is taken. */
  readonly trustedProxies?: number | undefined
  /** A service that is asked for the register; left out: the register is in the database. */
  readonly linkage?: { readonly url: string; readonly token: string } | undefined
  readonly compareFaces: CompareFaces
  readonly liveness: Liveness
  readonly configuration?: Partial<IssuerConfiguration> | undefined
  readonly now?: () => Date
  /** Gets errors that are nobody's input. */
  readonly report: (error: unknown) => void
}

export type OpenedIssuer = AsyncDisposable & {
  readonly url: string
  /** Whoever has it may offer and revoke. */
  readonly operatorToken: string | undefined
}

const OPERATOR_TOKEN_BYTES = 32
const SWEEP_EVERY_MILLISECONDS = 60_000
const KEYS_EVERY_MILLISECONDS = 60_000
/** A request that takes longer than this to arrive is cut off. */
const REQUEST_TIMEOUT_MILLISECONDS = 30_000

/**
 * Opens storage and keys, listens on loopback and serves. Behind a public address stands a reverse proxy with TLS.
 *
 * @throws IssuerError `port_in_use`, `configuration_malformed`, and those of `openStorage`
 */
export async function openIssuer(options: OpenIssuerOptions): Promise<OpenedIssuer> {
  const now = options.now ?? (() => new Date())
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MILLISECONDS })
  await listen(server, options.port)
  try {
    const url = credentialIssuer(options, (server.address() as AddressInfo).port)
    const { database, masterKey, secrets } = await openStorage(options)
    const { db } = database
    const operatorToken =
      options.operatorToken ??
      (options.development ? randomBytes(OPERATOR_TOKEN_BYTES).toString('base64url') : undefined)
    const configuration = {
      ...defaultConfiguration,
      ...options.configuration,
      development: options.development,
      credentialIssuer: url,
    }
    const effects = { platform: nodePlatform, randomBytes: pooledRandomBytes, now, timer: nodeTimer }
    const credentialSigner = await openCredentialSigner({
      db,
      keyEncryptionKey: deriveKey(masterKey, 'signing keys'),
      credentialIssuer: url,
      name: configuration.name.en,
      development: options.development,
      ...effects,
    })
    // Before anything is answered all lists are published and in memory.
    const statusPublisher = await openStatusPublisher({ db, configuration, credentialSigner, ...effects })
    const app = createIssuer({
      db,
      configuration,
      secrets,
      credentialSigner,
      statusPublisher,
      register:
        options.linkage &&
        openLinkageRegister({
          ...options.linkage,
          url: linkageUrl(options.linkage.url),
          fetch,
          db,
          secrets,
          sealingKey: deriveKey(masterKey, 'sealed numbers'),
          ...effects,
        }),
      requestEncryption: createRequestEncryption(deriveKey(masterKey, 'request encryption')),
      compareFaces: options.compareFaces,
      liveness: options.liveness,
      pictureSeal: createPictureSeal(deriveKey(masterKey, 'review pictures'), pooledRandomBytes),
      ...effects,
      operatorToken,
      trustedProxies: options.trustedProxies,
      report: options.report,
    })
    const sweep = setInterval(() => sweepExpired(db, now()).catch(options.report), SWEEP_EVERY_MILLISECONDS)
    sweep.unref()
    const publication = setInterval(
      () => statusPublisher.publish().catch(options.report),
      configuration.statusPublicationSeconds * 1000,
    )
    publication.unref()
    // Another process may have rotated a key.
    const keys = setInterval(() => credentialSigner.refresh().catch(options.report), KEYS_EVERY_MILLISECONDS)
    keys.unref()
    server.on('request', app)
    return {
      url,
      operatorToken,
      [Symbol.asyncDispose]: async () => {
        clearInterval(sweep)
        clearInterval(publication)
        clearInterval(keys)
        await close(server)
        await statusPublisher[Symbol.asyncDispose]()
        await database[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await close(server)
    throw error
  }
}

function credentialIssuer({ publicUrl, development }: OpenIssuerOptions, port: number): string {
  if (publicUrl === undefined) {
    if (development) return `http://127.0.0.1:${port}`
    const message =
      'An issuer needs the https address that wallets see: give --public-url, or --dev to try it on loopback.'
    throw new IssuerError('configuration_malformed', message, { field: 'public_url' })
  }
  const parsed = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined
  if (parsed?.protocol === 'https:' && parsed.search === '' && parsed.hash === '' && !publicUrl.endsWith('/'))
    return publicUrl
  const message = 'The public address must be https, without query, fragment or a slash at its end.'
  throw new IssuerError('configuration_malformed', message, { field: 'public_url' })
}

/** Citizen numbers and portraits are asked for there: https, or http on the machine itself. */
function linkageUrl(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  const loopback = parsed?.protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(parsed.hostname)
  const plain = parsed?.search === '' && parsed.hash === '' && parsed.username === '' && parsed.password === ''
  if ((parsed?.protocol === 'https:' || loopback) && plain) return text.replace(/\/$/, '')
  const message = 'The linkage service must have an https address (http on loopback), without query or fragment.'
  throw new IssuerError('configuration_malformed', message, { field: 'linkage_url' })
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `Port ${port} cannot be listened on (${cause.code}); stop what uses it, or choose another with --port.`
      reject(new IssuerError('port_in_use', message, { port }, { cause }))
    })
    server.listen(port, '127.0.0.1')
  })
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
