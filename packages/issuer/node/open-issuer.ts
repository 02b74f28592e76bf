import { randomBytes } from 'node:crypto'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import {
  type AgencyInput,
  type CompareFaces,
  createIssuer,
  createPictureSeal,
  createReadiness,
  createRecordKey,
  createRequestEncryption,
  defaultConfiguration,
  derivedCatalogue,
  deriveKey,
  type IssuerConfiguration,
  IssuerError,
  type Liveness,
  type OpenSourceStatuses,
  openCascadingPublisher,
  openCredentialSigner,
  openLinkageRegister,
  openStatusPublisher,
  probeDatabase,
  type ReportFault,
  type ReportNote,
  type RequestLog,
  type StatusPublisher,
  sweepExpired,
} from '../src/index.ts'
import { isHttps, isLoopbackHttp } from './configuration-schema.ts'
import { openServer } from './graceful-server.ts'
import { nodeTimer } from './node-timer.ts'
import { openStorage, type StorageOptions } from './open-storage.ts'
import { createShrinkPortrait } from './shrink-portrait.ts'

export type AgencyOptions = Pick<AgencyInput, 'derivations'> & {
  /** @param url of the issuer, at whose root the desk is served */
  readonly openDesk: (url: string) => Promise<Pick<AgencyInput, 'desk' | 'deskRouter'>>
  /** Key that the agency's records are found by, 32 bytes; left out: one of this issuer's own. */
  readonly recordKey?: Uint8Array | undefined
  /** @returns nothing where the agency has none */
  readonly openRecords: (keyOf: AgencyInput['recordKey']) => Promise<AgencyInput['records']>
  /** By which it is found out that a source was revoked. */
  readonly openSourceStatuses: OpenSourceStatuses
}

export type OpenIssuerOptions = StorageOptions & {
  /** Address to listen on; left out: loopback. */
  readonly host?: string | undefined
  /** Port to listen on; 0 takes a free one. */
  readonly port: number
  /** The address that wallets see, with https; left out only in development, where it is where the issuer listens. */
  readonly publicUrl?: string | undefined
  /** Loopback http, and an operator token made for this run where none is given. */
  readonly development: boolean
  readonly operatorToken?: string | undefined
  /** May read metrics and nothing else. */
  readonly metricsToken?: string | undefined
  /** Reverse proxies in front whose word on the caller's address is taken. */
  readonly trustedProxies?: number | undefined
  /** A service that is asked for the register; left out: the register is in the database. */
  readonly linkage?: { readonly url: string; readonly token: string } | undefined
  /** An agency, which derives its credentials from what people present; left out: the register's issuer. */
  readonly agency?: AgencyOptions | undefined
  readonly compareFaces: CompareFaces
  readonly liveness: Liveness
  readonly configuration?: Partial<IssuerConfiguration> | undefined
  readonly now?: () => Date
  /** Gets each request when it has ended; left out: nobody does. */
  readonly requestLog?: RequestLog | undefined
  /** Gets errors that are nobody's input. */
  readonly report: ReportFault
  /** Gets what jobs have done; left out: nobody does. */
  readonly note?: ReportNote | undefined
  /** How long requests under way may take when it is closed; what takes longer is cut off. */
  readonly stopGraceMilliseconds?: number | undefined
  /** How long it says that it is not ready, and still takes requests, before it closes: until balancers have noticed. */
  readonly stopDelayMilliseconds?: number | undefined
}

export type OpenedIssuer = AsyncDisposable & {
  readonly url: string
  /** Whoever has it may offer and revoke. */
  readonly operatorToken: string | undefined
}

const OPERATOR_TOKEN_BYTES = 32
const SWEEP_EVERY_MILLISECONDS = 60_000
const KEYS_EVERY_MILLISECONDS = 60_000
const STOP_GRACE_MILLISECONDS = 10_000

/**
 * Opens storage and keys, listens and serves. Behind a public address stands a reverse proxy with TLS. Closed, it finishes
 * the requests under way, then its jobs, then its database.
 *
 * @throws IssuerError `port_in_use`, `configuration_malformed`, and those of `openStorage`
 */
export async function openIssuer(options: OpenIssuerOptions): Promise<OpenedIssuer> {
  const now = options.now ?? (() => new Date())
  const server = await openServer({ host: options.host ?? '127.0.0.1', port: options.port })
  let stopping = false
  try {
    const url = credentialIssuer(options, server.port)
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
      ...(options.agency && { catalogue: derivedCatalogue(options.agency.derivations) }),
      ...effects,
    })
    // Before anything is answered all lists are published and in memory.
    const ownPublisher = await openStatusPublisher({ db, configuration, credentialSigner, ...effects })
    const agency = options.agency && (await openAgency(options.agency, { url, masterKey }))
    const statusPublisher: StatusPublisher =
      options.agency === undefined || agency === undefined
        ? ownPublisher
        : openCascadingPublisher({
            db,
            statusPublisher: ownPublisher,
            openSourceStatuses: options.agency.openSourceStatuses,
            sealingKey: agency.sealingKey,
            report: options.report,
            note: options.note ?? (() => {}),
            ...effects,
          })
    const app = createIssuer({
      db,
      derivations: agency,
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
      shrinkPortrait: createShrinkPortrait(),
      liveness: options.liveness,
      pictureSeal: createPictureSeal(deriveKey(masterKey, 'review pictures'), pooledRandomBytes),
      ...effects,
      operatorToken,
      metricsToken: options.metricsToken,
      processMetrics: true,
      readiness: createReadiness({
        probeDatabase: () => probeDatabase(db),
        statusPublisher,
        configuration,
        isStopping: () => stopping,
        now,
        wait: nodeTimer.wait,
      }),
      requestLog: options.requestLog,
      trustedProxies: options.trustedProxies,
      report: options.report,
    })
    let swept = Promise.resolve()
    const sweep = setInterval(() => {
      swept = sweepExpired(db, now()).catch((error) => options.report(error))
    }, SWEEP_EVERY_MILLISECONDS)
    sweep.unref()
    const publication = setInterval(
      () => statusPublisher.publish().catch((error) => options.report(error)),
      configuration.statusPublicationSeconds * 1000,
    )
    publication.unref()
    // Another process may have rotated a key.
    const keys = setInterval(() => credentialSigner.refresh().catch(options.report), KEYS_EVERY_MILLISECONDS)
    keys.unref()
    server.serve(app)
    return {
      url,
      operatorToken,
      [Symbol.asyncDispose]: async () => {
        stopping = true
        await nodeTimer.wait(options.stopDelayMilliseconds ?? 0)
        clearInterval(sweep)
        clearInterval(publication)
        clearInterval(keys)
        await server.stop(options.stopGraceMilliseconds ?? STOP_GRACE_MILLISECONDS)
        await swept
        await statusPublisher[Symbol.asyncDispose]()
        await database[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await server.stop(0)
    throw error
  }
}

async function openAgency(
  { derivations, openDesk, openRecords, ...options }: AgencyOptions,
  { url, masterKey }: { readonly url: string; readonly masterKey: Uint8Array },
): Promise<AgencyInput> {
  const recordKey = createRecordKey(options.recordKey ?? deriveKey(masterKey, 'agency records'))
  const [records, desk] = [await openRecords(recordKey), await openDesk(url)]
  return { derivations, ...desk, records, recordKey, sealingKey: deriveKey(masterKey, 'dossiers') }
}

function credentialIssuer({ publicUrl, development }: OpenIssuerOptions, port: number): string {
  if (publicUrl === undefined) {
    if (development) return `http://127.0.0.1:${port}`
    const message =
      'An issuer needs the https address that wallets see: give --public-url, or --dev to try it on loopback.'
    throw new IssuerError('configuration_malformed', message, { field: 'public_url' })
  }
  if (isHttps(publicUrl) || (development && isLoopbackHttp(publicUrl))) return publicUrl
  const message = 'The public address must be https, without query, fragment or a slash at its end.'
  throw new IssuerError('configuration_malformed', message, { field: 'public_url' })
}

/** Citizen numbers and portraits are asked for there: https, or http on the machine itself. */
function linkageUrl(text: string): string {
  const address = text.replace(/\/$/, '')
  if (isHttps(address) || isLoopbackHttp(address)) return address
  const message = 'The linkage service must have an https address (http on loopback), without query or fragment.'
  throw new IssuerError('configuration_malformed', message, { field: 'linkage_url' })
}
