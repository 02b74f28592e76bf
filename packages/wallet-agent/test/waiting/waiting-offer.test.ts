// A cut in the middle loses nothing: what was begun waits in the wallet, and goes on.
import { CredentialError } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forgetOffer, listWaitingOffers, receiveKept, receiveWaiting } from '../../src/index.ts'
import { type Issuing, offerOf, startIssuing, type WatchedWallet } from '../support/start-issuing.ts'

let issuing: Issuing
let watched: WatchedWallet
beforeAll(async () => {
  issuing = await startIssuing()
})
afterAll(() => issuing.issuer.close())
beforeEach(() => {
  watched = issuing.open()
})

/** From now on nothing comes back from this path. */
function cutAt(cut: string): void {
  watched.wire.change = (path, answer) => {
    // As the guarded fetch tells it.
    if (path === cut) throw new CredentialError('address_unreachable', 'cut', { host: '' })
    return answer
  }
}
const mend = () => {
  watched.wire.change = (_, answer) => answer
}

test('what arrives whole leaves nothing waiting, and is in the history', async () => {
  const { wallet } = watched
  const [card] = await receiveKept({ offer: await offerOf(issuing.issuer), copies: 3 }, wallet)
  expect(card?.copies).toHaveLength(3)
  expect(await wallet.waiting.list()).toEqual([])
  expect(await wallet.history.list()).toMatchObject([{ kind: 'received' }])
})

describe.each(['/.well-known/openid-credential-issuer', '/credential'])('cut off at %s', (path) => {
  test('it goes on with the same wish', async () => {
    const { wallet, keys } = watched
    cutAt(path)
    await expect(receiveKept({ offer: await offerOf(issuing.issuer), copies: 3 }, wallet)).rejects.toThrow()
    expect(await wallet.credentials.list()).toEqual([])
    const waiting = await listWaitingOffers(wallet)
    expect(waiting).toHaveLength(1)
    // Still cut: it goes on waiting.
    await expect(receiveWaiting(waiting[0]!, wallet)).rejects.toThrow()
    mend()
    const [again] = await listWaitingOffers(wallet)
    const [card] = await receiveWaiting(again!, wallet)
    expect(card?.copies).toHaveLength(3)
    expect(await wallet.waiting.list()).toEqual([])
    expect(await wallet.history.list()).toHaveLength(1)
    expect(keys.size).toBe(4)
  })
})

test('a second offer does not push out one that waits', async () => {
  const { wallet } = watched
  cutAt('/credential')
  await expect(receiveKept({ offer: await offerOf(issuing.issuer), copies: 1 }, wallet)).rejects.toThrow()
  mend()
  await receiveKept({ offer: await offerOf(issuing.issuer), copies: 2 }, wallet)
  const [first] = await listWaitingOffers(wallet)
  await receiveWaiting(first!, wallet)
  expect((await wallet.credentials.list()).map(({ copies }) => copies.length)).toEqual([2, 1])
})

test('what the issuer refuses does not wait', async () => {
  const { wallet, keys } = watched
  const offer = await offerOf(issuing.issuer, { tx_code: true })
  await expect(receiveKept({ offer, txCode: '0' }, wallet)).rejects.toMatchObject({ code: 'issuer_refused' })
  expect(await wallet.waiting.list()).toEqual([])
  expect(keys.size).toBe(0)
})

test('what came too often is to be tried again', async () => {
  const { wallet, wire } = watched
  wire.change = (path, answer) => (path === '/token' ? new Response('{"error":"slow_down"}', { status: 429 }) : answer)
  await expect(receiveKept({ offer: await offerOf(issuing.issuer) }, wallet)).rejects.toMatchObject({
    details: { status: 429 },
  })
  expect(await listWaitingOffers(wallet)).toHaveLength(1)
})

describe('what is given up', () => {
  test('leaves no key behind', async () => {
    const { wallet, keys } = watched
    cutAt('/credential')
    await expect(receiveKept({ offer: await offerOf(issuing.issuer) }, wallet)).rejects.toThrow()
    const [waiting] = await listWaitingOffers(wallet)
    expect(keys.size).toBe(1)
    await forgetOffer(waiting!.id, wallet)
    expect([await wallet.waiting.list(), keys.size]).toEqual([[], 0])
  })

  test('leaves the key that credentials go on using, when the cut came after they were stored', async () => {
    const { wallet, keys } = watched
    const dying = { ...wallet.waiting, remove: () => Promise.reject(new Error('killed')) }
    const offer = await offerOf(issuing.issuer)
    await expect(receiveKept({ offer, copies: 1 }, { ...wallet, waiting: dying })).rejects.toThrow('killed')
    const [[card], [waiting]] = [await wallet.credentials.list(), await listWaitingOffers(wallet)]
    await forgetOffer(waiting!.id, wallet)
    expect(keys.has(card!.grant!.dpopKeyId!)).toBe(true)
  })
})
