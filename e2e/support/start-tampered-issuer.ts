import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import {
  createIssuer,
  createPictureSeal,
  createRequestEncryption,
  createSecrets,
  defaultConfiguration,
  deriveKey,
  importRegister,
  openCredentialSigner,
  openStatusPublisher,
} from '@bai/issuer'
import { nodeTimer } from '@bai/issuer/node'
import { createTestDatabase } from '../../packages/issuer/test/support/database.ts'
import type { Address } from './issuance-client.ts'

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What is done to messages on their way: to the issuer, and back. */
export type Tampering = {
  readonly request?: (path: string, body: string) => string | Promise<string>
  /** @returns undefined to break the connection without an answer */
  readonly answer?: (path: string, answer: Answer) => Answer | undefined | Promise<Answer | undefined>
}

export type TamperedIssuer = AsyncDisposable &
  Address & {
    /** In force from now on; `{}` is an honest wire. */
    tampering: Tampering
    /** Paths that were asked for, in order; a test empties it. */
    readonly paths: string[]
  }

const OPERATOR_TOKEN = 'operator-token-of-the-tests'

/**
 * A real issuer, and in front of it a server that can change every message. The issuer believes that the address of that
 * server is its own, so a wallet notices nothing until something is changed.
 *
 * @param lines of its register
 */
export async function startTamperedIssuer(lines: readonly string[]): Promise<TamperedIssuer> {
  const database = await createTestDatabase()
  const front = createServer()
  const behind = createServer()
  const url = await listen(front)
  const target = await listen(behind)
  behind.on('request', await createHonestIssuer(database.db, url, lines))
  const issuer: TamperedIssuer = {
    url,
    operatorToken: OPERATOR_TOKEN,
    tampering: {},
    paths: [],
    [Symbol.asyncDispose]: async () => {
      await Promise.all([close(front), close(behind)])
      await database[Symbol.asyncDispose]()
    },
  }
  front.on('request', async (request, response) => {
    const path = request.url ?? '/'
    issuer.paths.push(path)
    const answer = await forward(request, target, issuer.tampering)
    if (answer === undefined) request.socket.destroy()
    else response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  return issuer
}

async function createHonestIssuer(
  db: Parameters<typeof createIssuer>[0]['db'],
  credentialIssuer: string,
  lines: readonly string[],
) {
  const masterKey = new Uint8Array(32).fill(7)
  const secrets = createSecrets(masterKey)
  const now = () => new Date()
  await importRegister(`${lines.join('\n')}\n`, { db, subjectHash: secrets.subjectHash, now })
  const keyEncryptionKey = deriveKey(masterKey, 'signing keys')
  const configuration = { ...defaultConfiguration, credentialIssuer }
  const effects = { platform: nodePlatform, randomBytes: pooledRandomBytes, now, timer: nodeTimer }
  const credentialSigner = await openCredentialSigner({ db, keyEncryptionKey, credentialIssuer, ...effects })
  return createIssuer({
    db,
    configuration,
    secrets,
    requestEncryption: createRequestEncryption(deriveKey(masterKey, 'request encryption')),
    compareFaces: nobodyEnrols,
    liveness: { createChallenge: nobodyEnrols, check: nobodyEnrols },
    pictureSeal: createPictureSeal(deriveKey(masterKey, 'review pictures'), pooledRandomBytes),
    credentialSigner,
    statusPublisher: await openStatusPublisher({ db, configuration, credentialSigner, ...effects }),
    ...effects,
    operatorToken: OPERATOR_TOKEN,
    readiness: { missing: async () => [] },
    report: (error) => console.error(error),
  })
}

function nobodyEnrols(): never {
  throw new Error('Nobody enrols here.')
}

async function forward(request: IncomingMessage, target: string, { request: change, answer }: Tampering) {
  const path = request.url ?? '/'
  const body = (await buffer(request)).toString()
  const { authorization, 'content-type': contentType, accept } = request.headers
  const response = await fetch(target + path, {
    method: request.method ?? 'GET',
    headers: {
      ...(authorization && { authorization }),
      ...(contentType && { 'content-type': contentType }),
      ...(accept && { accept }),
    },
    ...(body !== '' && { body: (await change?.(path, body)) ?? body }),
  })
  const headers = { 'content-type': response.headers.get('content-type') ?? 'text/plain' }
  const honest = { status: response.status, headers, body: await response.text() }
  return answer === undefined ? honest : answer(path, honest)
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
