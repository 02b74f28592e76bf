import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDidResolver, type Json, openPresentationRequest, parseJsonObject, parseJws } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenedPublisher, type OpenedVerifier, openPublisher, openVerifier } from '../../node/index.ts'
import { PolicySchema } from '../../src/index.ts'
import { anchor, NOW, queryOf } from '../support/gate.ts'
import { PATHS, type Publisher, startPublisher } from '../support/start-publisher.ts'

const policy = PolicySchema.parse({
  name: 'gate',
  client_name: { th: 'ประตู', en: 'Gate' },
  purpose: { th: 'ทดสอบ', en: 'Test' },
  dcql_query: { credentials: [queryOf()] },
})

let folder: string
let publisher: Publisher
let verifier: OpenedVerifier
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-verifier-'))
  publisher = await startPublisher()
  verifier = await openVerifier(join(folder, 'data'))
})
afterEach(async () => {
  await publisher[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const prepare = (from: OpenedPublisher = openPublisher(join(folder, 'data'))) =>
  from.publish({
    trustList: { collected: [{ url: publisher.url }], certified: [], verifiers: [] },
    nextInSeconds: 60,
    expiresInSeconds: 120,
    allowLoopbackHttp: true,
    progress: () => {},
  })
const statePath = () => join(folder, 'data', 'verifier.json')
const clientOf = async (request: string) => String(parseJsonObject(parseJws(request).payload, 'request')['client_id'])

describe('its state', () => {
  test('is one file for its owner alone, in a folder for its owner alone', async () => {
    await verifier.createRequest(policy)
    expect(await readdir(join(folder, 'data'))).toEqual(['verifier.json'])
    expect((await stat(statePath())).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
    await prepare()
    expect((await stat(statePath())).mode & 0o777).toBe(0o600)
  })

  test('keeps its keys, and counts its bundles', async () => {
    const client = await clientOf(await verifier.createRequest(policy))
    const first = await prepare()
    const again = await openVerifier(join(folder, 'data'))
    const second = await prepare()
    expect([first.sequence, second.sequence]).toEqual([1, 2])
    expect(second.anchor).toEqual(first.anchor)
    expect(await clientOf(await again.createRequest(policy))).toBe(client)
  })

  test('rolls its anchor over in two steps: announced first, signing then, and the old one gone', async () => {
    const publisherOfBundles = openPublisher(join(folder, 'data'))
    const [old, ...none] = await publisherOfBundles.anchors()
    expect(none).toEqual([])
    const announced = await publisherOfBundles.rotateAnchor()
    expect(announced).toEqual([old, expect.objectContaining({ kty: 'EC' })])
    expect((await prepare()).anchor).toEqual(old)
    expect(await publisherOfBundles.rotateAnchor()).toEqual([announced[1]])
    expect((await prepare()).anchor).toEqual(announced[1])
  })

  test('has one set of keys, however many begin at once', async () => {
    const requests = await Promise.all(Array.from({ length: 5 }, () => verifier.createRequest(policy)))
    const clients = await Promise.all([...requests, await verifier.createRequest(policy)].map(clientOf))
    expect(new Set(clients).size).toBe(1)
    expect(await readdir(join(folder, 'data'))).toEqual(['verifier.json'])
  })

  test.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['of another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['of something else', () => '{"hello":true}'],
  ])('that is %s is told and left alone', async (_how, damage) => {
    await verifier.createRequest(policy)
    const damaged = damage(await readFile(statePath(), 'utf8'))
    await writeFile(statePath(), damaged)
    const failure = await verifier.createRequest(policy).catch((error) => error)
    expect(failure).toMatchObject({
      name: 'VerifierError',
      code: 'verifier_state_damaged',
      details: { file: statePath() },
    })
    expect(await readFile(statePath(), 'utf8')).toBe(damaged)
    await expect(prepare()).rejects.toMatchObject({ code: 'verifier_state_damaged' })
  })

  test('that is damaged is told without a word of it', async () => {
    await verifier.createRequest(policy)
    const text = await readFile(statePath(), 'utf8')
    await writeFile(statePath(), text.slice(0, -1))
    const failure = await verifier
      .createRequest(policy)
      .catch((error: Error) => `${error.message}${error.stack}${JSON.stringify(error)}${error.cause}`)
    for (const secret of text.match(/"d":"([^"]+)"/g) ?? ['none']) expect(failure).not.toContain(secret.slice(5, -1))
  })

  test('in a place that is no folder', async () => {
    await writeFile(join(folder, 'file'), '')
    const misplaced = await openVerifier(join(folder, 'file', 'below'))
    await expect(misplaced.createRequest(policy)).rejects.toMatchObject({ code: 'data_folder_unwritable' })
  })
})

describe('its bundles', () => {
  test('are opened before they are given out: what does not open is not counted', async () => {
    publisher.answers.set(PATHS.list, { body: 'hello' })
    await expect(prepare()).rejects.toMatchObject({ code: 'jws_malformed' })
    const [restored] = [await startPublisher()]
    await publisher[Symbol.asyncDispose]()
    publisher = restored
    expect((await prepare()).sequence).toBe(1)
  })

  test('are of no use to whoever pins another anchor', async () => {
    const { bundle, anchor: own } = await prepare()
    const request = await verifier.createRequest(policy)
    const input = { vpToken: {}, request, bundle, policy, now: new Date() }
    const verifyWith = (anchors: Json | undefined) => verifier.verify({ ...input, anchors })
    const ownKey = own as unknown as Json
    expect((await verifyWith(undefined)).code).toBe('credential_not_presented')
    expect((await verifyWith(ownKey)).code).toBe('credential_not_presented')
    expect((await verifyWith({ keys: [anchor.publicJwk as unknown as Json, ownKey] })).code).toBe(
      'credential_not_presented',
    )
    await expect(verifyWith(anchor.publicJwk as unknown as Json)).rejects.toMatchObject({ code: 'signature_invalid' })
    await expect(verifyWith({ keys: [] })).rejects.toMatchObject({ code: 'anchor_malformed' })
    await expect(verifyWith({})).rejects.toMatchObject({ code: 'key_invalid' })
    await expect(verifyWith(null)).rejects.toMatchObject({ code: 'key_invalid' })
  })
})

describe('its requests', () => {
  test('are signed by its own key, ask what the policy says, and have a nonce each', async () => {
    const options = { resolver: createDidResolver(() => undefined), platform: nodePlatform, now: NOW, skewSeconds: 0 }
    const [first, second] = [
      await openPresentationRequest(await verifier.createRequest(policy, NOW), options),
      await openPresentationRequest(await verifier.createRequest(policy, NOW), options),
    ]
    expect(first.dcql_query).toEqual(policy.dcql_query)
    expect([first.client_name, first.purpose]).toEqual([policy.client_name, policy.purpose])
    expect(Buffer.from(first.nonce, 'base64url')).toHaveLength(16)
    expect(second.nonce).not.toBe(first.nonce)
  })

  test('that are changed are refused', async () => {
    const { bundle } = await prepare()
    const [header, payload, signature] = (await verifier.createRequest(policy)).split('.')
    const claims = { ...parseJsonObject(payload ?? '', 'request'), nonce: 'x'.repeat(43) }
    const changed = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    const input = { vpToken: {}, request: changed, bundle, policy, anchors: undefined, now: new Date() }
    await expect(verifier.verify(input)).rejects.toMatchObject({ code: 'signature_invalid' })
  })
})
