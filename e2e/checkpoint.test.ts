// What `npm start` leaves running: real issuer, publisher, verifier; a wallet that received from it presents in every manner.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Bundle,
  createFrameCollector,
  createFrames,
  decodeOfflineMessage,
  encodeOfflineMessage,
  type OfflineMessage,
  openBundle,
} from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { createReplayCache, type Policy, parsePolicy, standingRequest, verifyPresentation } from '@bai/verifier'
import { openPublisher } from '@bai/verifier/node'
import {
  openOnlineRequest,
  planAnswer,
  planOneScan,
  preparePrinted,
  presentCredentials,
  receiveCredentials,
  sendAnswer,
  type WalletDependencies,
} from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOffer } from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { type Checkpoint, serveCheckpoint } from '../scripts/story/serve-checkpoint.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'

let folder: string
let issuer: TestIssuer
let checkpoint: Checkpoint
let wallet: WalletDependencies
let bundle: Bundle

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-checkpoint-'))
  const portrait = (await readFile(portraitPath('F1_id.jpg'))).toString('base64')
  issuer = await startTestIssuer([houseLine(), personLine({ portrait })], { development: true })
  const data = join(folder, 'verifier')
  checkpoint = await serveCheckpoint(data, issuer.url, 0)
  wallet = openWallet({ dataFolder: join(folder, 'wallet'), allowLoopbackHttp: true })
  const { answer, txCode } = await makeOffer(issuer, NUMBERS.head)
  await receiveCredentials({ offer: answer.body['offer_uri'], txCode }, wallet)
  const token = (await readFile(checkpoint.bundlePath, 'latin1')).trim()
  bundle = await openBundle(token, { anchors: await openPublisher(data).anchors() }, nodePlatform)
})
afterAll(async () => {
  await checkpoint?.[Symbol.asyncDispose]()
  await issuer?.close()
  await rm(folder, { recursive: true, force: true })
})

const policyOf = async (name: string): Promise<Policy> =>
  parsePolicy(await readFile(new URL(`../packages/verifier/policies/${name}.json`, import.meta.url), 'utf8'))

/** Through QR codes and back. */
function carry(message: OfflineMessage): OfflineMessage {
  const { certificates } = bundle
  const bytes = encodeOfflineMessage(message, nodePlatform, { certificates })
  const frames = createFrames(bytes, { maxFrameBytes: 964 }, nodePlatform)
  const collector = createFrameCollector(nodePlatform)
  for (let i = 0; i < frames.count; i++) {
    const progress = collector.add(frames.frame(i))
    if (progress.kind === 'complete') return decodeOfflineMessage(progress.message, nodePlatform, { certificates })
  }
  throw new Error('The codes are not complete.')
}

test.each(['age-20', 'agency-counter', 'hotel-check-in', 'airport-checkpoint'])('online, %s', async (policy) => {
  const call = async (path: string, init?: RequestInit) => (await fetch(new URL(path, checkpoint.url), init)).json()
  const headers = { 'content-type': 'application/json' }
  const made = await call('/requests', { method: 'POST', headers, body: JSON.stringify({ policy }) })
  const { request } = await openOnlineRequest(made.request_uri, wallet, bundle)
  await sendAnswer(request, await presentCredentials(await planAnswer(request, {}, wallet), wallet), wallet)
  const { verdict } = await call(`/requests/${made.id}`)
  expect(verdict).toMatchObject({ outcome: 'accepted', presentedBy: 'online' })
})

test('one scan, for a class of verifiers that the bundle tells of', async () => {
  const policy = await policyOf('airport-checkpoint')
  const vpToken = await presentCredentials(await planOneScan('airport-checkpoint', bundle, wallet), wallet)
  const message = carry({ kind: 'one-scan', vpToken })
  const request = standingRequest(policy, 'one-scan')
  const firstUse = createReplayCache(() => new Date(), policy.skew_seconds)
  const context = { request, policy, bundle, firstUse, now: new Date() }
  const decide = () => verifyPresentation(message.kind === 'one-scan' && message.vpToken, context, nodePlatform)
  const verdict = await decide()
  expect(verdict).toMatchObject({ outcome: 'accepted', presentedBy: 'one-scan' })
  expect(verdict.credentials[0]?.claims).toMatchObject({ given_name: 'Somchai', family_name: 'Jaidee' })
  expect(verdict.credentials[0]?.claims).not.toHaveProperty('birthdate')
  expect((await decide()).code).toBe('presented_before')
})

test('on paper, with the portrait', async () => {
  const policy = await policyOf('hotel-check-in')
  const card = (await wallet.credentials.list()).find(({ vct }) => vct === 'urn:bai:th:id-card:1')
  const claims = ['name_th', 'given_name', 'family_name', 'document_number', 'address', 'portrait']
  const presentation = await preparePrinted(
    card!,
    claims.map((claim) => [claim]),
    wallet,
  )
  const message = carry({ kind: 'printed', presentation })
  const context = { request: standingRequest(policy, 'printed'), policy, bundle, now: new Date() }
  const verdict = await verifyPresentation(message.kind === 'printed' && [message.presentation], context, nodePlatform)
  expect(verdict).toMatchObject({ outcome: 'accepted', presentedBy: 'printed' })
  const shown = verdict.credentials[0]?.claims as { name_th: object; address: object; portrait: string }
  expect(shown.name_th).toMatchObject({ given_name: 'สมชาย', family_name: 'ใจดี' })
  expect(Object.keys(shown.address)).toContain('province')
})
