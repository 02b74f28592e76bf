import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { Router } from 'express'
import {
  type AgencyInput,
  type CompareFaces,
  createIssuer,
  createPictureSeal,
  createReadiness,
  createRecordKey,
  createRequestEncryption,
  createSecrets,
  defaultConfiguration,
  derivedCatalogue,
  deriveKey,
  type IssuerConfiguration,
  IssuerError,
  importRegister,
  type Liveness,
  openCredentialSigner,
  openLinkageRegister,
  openStatusPublisher,
  probeDatabase,
  type ReportFault,
  type RequestLog,
  type ShrinkPortrait,
  type Timer,
} from '../../src/index.ts'
import { createTestDatabase } from './database.ts'

export const OPERATOR_TOKEN = 'operator-token-of-the-tests'

/** A comparator that is honest about being simple: the same bytes are the same person. */
export const sameBytes: CompareFaces = async (portrait, selfie) => {
  const same = Buffer.from(portrait).equals(Buffer.from(selfie))
  return {
    decision: same ? 'match' : 'no_match',
    percent: same ? 100 : 0,
    operatingPoint: 'same bytes',
    profile: 'same-bytes@1',
    modelHash: 'none',
  }
}

/**
 * A liveness check that is honest about being simple: a film is of somebody alive when each frame has the nonce of its
 * challenge in it, which no old film has; and uncertain when the word is in one.
 */
export const framesThatName: Liveness = {
  createChallenge: (now) => {
    const issuedAt = now.getTime()
    const steps = [{ action: { kind: 'blink', times: 2 }, from: 2000, until: 6000 }]
    const [id, nonce] = [pooledRandomBytes(16), pooledRandomBytes(16)].map((bytes) =>
      Buffer.from(bytes).toString('hex'),
    )
    return { id: id!, nonce: nonce!, issuedAt, expiresAt: issuedAt + 68_000, steps, endsAt: 8000 }
  },
  check: async ({ challenge, nonce, frames, receivedAt, selfie }) => {
    if (selfie.length < 100 || selfie[0] !== 0xff) {
      throw new IssuerError('picture_unusable', 'No picture.', { picture: 'second', reason: 'image_unreadable' })
    }
    const texts = frames.map(({ image }) => Buffer.from(image).toString('latin1'))
    const named = nonce === challenge.nonce && texts.every((text) => text.includes(challenge.nonce))
    const inTime = receivedAt.getTime() <= challenge.expiresAt
    const code = !inTime ? 'challenge_expired' : named ? undefined : 'action_missing'
    const doubtful = code === undefined && texts.some((text) => text.includes('uncertain'))
    const outcome = code !== undefined ? 'failed' : doubtful ? 'uncertain' : 'passed'
    const check = { stage: 'actions', outcome, ...(code !== undefined && { code, step: 0 }) }
    return { outcome, code, advice: code && 'Start again.', checks: [check], advisory: { length: frames.length } }
  },
}

export type TestIssuer = Awaited<ReturnType<typeof startTestIssuer>>

export type TestIssuerOptions = Partial<IssuerConfiguration> & {
  readonly trustedProxies?: number
  readonly compareFaces?: CompareFaces
  readonly liveness?: Liveness
  /** A linkage service; left out: the register is in the database. */
  readonly linkage?: { readonly url: string; readonly token: string }
  /** An agency, with a desk of the test's. */
  readonly agency?: Pick<AgencyInput, 'derivations' | 'desk' | 'records'>
  /** Left out: a clock that stands still, and nobody waits. */
  readonly timer?: Timer
  readonly requestLog?: RequestLog
  /** Gets what went wrong inside too. */
  readonly report?: ReportFault
  readonly metricsToken?: string
  /** Left out: portraits stay as large as they are in the register. */
  readonly shrinkPortrait?: ShrinkPortrait
}

/** A real issuer over HTTP on a free port, with an embedded database in memory and a clock that a test can move. */
export async function startTestIssuer(
  lines: readonly string[],
  {
    trustedProxies,
    linkage,
    agency,
    compareFaces = sameBytes,
    liveness = framesThatName,
    requestLog,
    report = () => {},
    metricsToken,
    shrinkPortrait,
    timer = { milliseconds: () => 0, wait: async () => {} },
    ...configuration
  }: TestIssuerOptions = {},
) {
  const database = await createTestDatabase()
  const { db } = database
  const masterKey = new Uint8Array(32).fill(7)
  const secrets = createSecrets(masterKey)
  const clock = { now: new Date() }
  const state = { stopping: false }
  const reported: unknown[] = []
  if (lines.length > 0)
    await importRegister(`${lines.join('\n')}\n`, { db, subjectHash: secrets.subjectHash, now: () => clock.now })
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const configured = { ...defaultConfiguration, ...configuration, credentialIssuer: url }
  const effects = { platform: nodePlatform, randomBytes: pooledRandomBytes, now: () => clock.now, timer }
  const credentialSigner = await openCredentialSigner({
    db,
    keyEncryptionKey: deriveKey(masterKey, 'signing keys'),
    credentialIssuer: url,
    development: configured.development,
    ...(agency && { catalogue: derivedCatalogue(agency.derivations) }),
    ...effects,
  })
  const statusPublisher = await openStatusPublisher({ db, configuration: configured, credentialSigner, ...effects })
  const app = createIssuer({
    db,
    derivations: agency && {
      ...agency,
      deskRouter: Router(),
      recordKey: createRecordKey(deriveKey(masterKey, 'agency records')),
      sealingKey: deriveKey(masterKey, 'dossiers'),
    },
    configuration: configured,
    secrets,
    credentialSigner,
    statusPublisher,
    register:
      linkage &&
      openLinkageRegister({
        ...linkage,
        fetch,
        db,
        secrets,
        sealingKey: deriveKey(masterKey, 'sealed numbers'),
        ...effects,
      }),
    requestEncryption: createRequestEncryption(deriveKey(masterKey, 'request encryption')),
    compareFaces,
    liveness,
    pictureSeal: createPictureSeal(deriveKey(masterKey, 'review pictures'), pooledRandomBytes),
    ...effects,
    operatorToken: OPERATOR_TOKEN,
    shrinkPortrait,
    metricsToken,
    requestLog,
    readiness: createReadiness({
      probeDatabase: () => probeDatabase(db),
      statusPublisher,
      configuration: configured,
      isStopping: () => state.stopping,
      now: () => clock.now,
      wait,
    }),
    trustedProxies,
    report: (error, requestId) => {
      reported.push(error)
      report(error, requestId)
    },
  })
  server.on('request', app)
  return {
    url,
    app,
    db,
    secrets,
    clock,
    /** Set, it says that it is not ready. */
    state,
    /** What the job does on its period. */
    publishStatusLists: () => statusPublisher.publish(),
    statusPublisher,
    /** What went wrong inside; a test that expects nothing of the kind looks at it. */
    reported,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await database[Symbol.asyncDispose]()
    },
  }
}
