import {
  createFrameCollector,
  createFrames,
  decodeOfflineMessage,
  encodeOfflineMessage,
  nationalIdCard,
  parseJsonObject,
  parseSdJwt,
} from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { beforeEach, describe, expect, test } from 'vitest'
import { planOneScan, preparePrinted, presentCredentials, type WalletDependencies } from '../../src/index.ts'
import { CARD_CLAIMS, holdCard, holdHouse } from '../support/holding.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const PORTRAIT = 'data:image/webp;base64,UklGRg=='
const AIRPORT = {
  client_id: 'bai.offline:class:airport',
  name: { th: 'ท่าอากาศยาน', en: 'Airport' },
  purpose: { th: 'ขึ้นเครื่อง', en: 'Boarding' },
  claims: [
    { vct: nationalIdCard.vct, path: ['given_name'] },
    { vct: nationalIdCard.vct, path: ['portrait'] },
  ],
}
const bundleOf = (...verifiers: (typeof AIRPORT)[]) => ({
  verifiers: new Map(verifiers.map((verifier) => [verifier.client_id, verifier])),
})

let wallet: WalletDependencies
beforeEach(async () => {
  wallet = createMemoryWallet()
  await holdCard(wallet, { ...CARD_CLAIMS, portrait: PORTRAIT })
})

describe('a code of one scan', () => {
  test('shows what the class is registered for, to that class, with a nonce of its own', async () => {
    const plan = await planOneScan('airport', bundleOf(AIRPORT), wallet)
    expect(plan.credentials.map(({ disclosed }) => disclosed)).toEqual([[['given_name'], ['portrait']]])
    const [[presentation = ''] = []] = Object.values(await presentCredentials(plan, wallet))
    const { keyBindingJwt = '' } = parseSdJwt(presentation)
    const claims = parseJsonObject(keyBindingJwt.split('.')[1] ?? '', 'key binding')
    expect(claims).toMatchObject({ aud: 'bai.offline:class:airport', nonce: plan.request.nonce })
    expect(Buffer.from(plan.request.nonce, 'base64url')).toHaveLength(16)
    expect((await planOneScan('airport', bundleOf(AIRPORT), wallet)).request.nonce).not.toBe(plan.request.nonce)
  })

  test('travels as QR codes, and comes back as it was', async () => {
    const vpToken = await presentCredentials(await planOneScan('airport', bundleOf(AIRPORT), wallet), wallet)
    const message = { kind: 'one-scan', vpToken } as const
    const frames = createFrames(encodeOfflineMessage(message, nodePlatform), { maxFrameBytes: 300 }, nodePlatform)
    const collector = createFrameCollector(nodePlatform)
    const read = Array.from({ length: frames.count }, (_, i) => collector.add(frames.frame(i))).at(-1)
    if (read?.kind !== 'complete') throw new Error('Not complete.')
    expect(decodeOfflineMessage(read.message, nodePlatform)).toEqual(message)
  })

  test('asks each credential for its own claims', async () => {
    await holdHouse(wallet)
    const claims = [...AIRPORT.claims, { vct: 'urn:bai:th:house-registration:1', path: ['house_code'] }]
    const plan = await planOneScan('airport', bundleOf({ ...AIRPORT, claims }), wallet)
    expect(
      plan.credentials.map(({ stored, disclosed }) => [stored.id, disclosed.map((path) => path.join('.'))]),
    ).toEqual([
      ['card', ['given_name', 'portrait']],
      ['house', ['house_code']],
    ])
  })

  test('is made out to nobody whom the bundle does not know, or who may ask for nothing', async () => {
    for (const bundle of [bundleOf(), bundleOf({ ...AIRPORT, claims: [] })])
      await expect(planOneScan('airport', bundle, wallet)).rejects.toMatchObject({ code: 'verifier_unknown' })
    await expect(planOneScan('hotel', bundleOf(AIRPORT), wallet)).rejects.toMatchObject({ code: 'verifier_unknown' })
  })

  test('of a credential that is not held is told', async () => {
    const empty = createMemoryWallet()
    await expect(planOneScan('airport', bundleOf(AIRPORT), empty)).rejects.toMatchObject({
      code: 'credential_not_held',
    })
  })
})

describe('on paper', () => {
  const printed = async (...paths: string[][]) => {
    const [stored] = await wallet.credentials.list()
    return preparePrinted(stored!, paths, wallet)
  }

  test('stands what was chosen, the portrait, and no proof of possession', async () => {
    const presentation = await printed(['given_name'], ['portrait'])
    const { disclosures, keyBindingJwt } = parseSdJwt(presentation)
    expect(keyBindingJwt).toBeUndefined()
    expect(presentation.endsWith('~')).toBe(true)
    const names = disclosures.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString())[1])
    expect(names.sort()).toEqual(['given_name', 'portrait'])
  })

  test('a portrait has to be', async () => {
    await expect(printed(['given_name'])).rejects.toMatchObject({ code: 'portrait_missing' })
  })
})
