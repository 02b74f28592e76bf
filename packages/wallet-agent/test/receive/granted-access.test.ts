import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { collectGranted, type GrantedAccess, GrantedAccessSchema, receiveCredentials } from '../../src/index.ts'
import { type Issuing, offerOf, startIssuing, type WatchedWallet } from '../support/start-issuing.ts'

let issuing: Issuing
let watched: WatchedWallet
let kept: GrantedAccess | undefined
beforeAll(async () => {
  issuing = await startIssuing()
})
afterAll(() => issuing.issuer.close())
beforeEach(() => {
  watched = issuing.open()
  kept = undefined
})

/** The network goes when the code has been used: as far as the credential endpoint and no further. */
async function cutOff(): Promise<void> {
  watched.wire.change = (path, answer) => {
    if (path === '/credential') throw new TypeError('network')
    return answer
  }
  const input = { offer: await offerOf(issuing.issuer), copies: 3 }
  const keep = async (granted: GrantedAccess) => {
    // As a store has it.
    kept = GrantedAccessSchema.parse(JSON.parse(JSON.stringify(granted)))
  }
  await expect(receiveCredentials(input, watched.wallet, keep)).rejects.toThrow()
  expect(await watched.wallet.credentials.list()).toEqual([])
  watched.wire.change = (_, answer) => answer
}

test('who was cut off after the code was used goes on with what was granted', async () => {
  await cutOff()
  const [card] = await collectGranted(kept!, watched.wallet)
  expect(card).toMatchObject({ configurationId: 'id-card', grant: { dpopKeyId: kept?.dpopKeyId } })
  expect(card?.copies).toHaveLength(3)
  expect(watched.wire.sent.filter(({ path }) => path === '/token')).toHaveLength(2)
  // One for each copy, and the one that the tokens are bound to; none is left over from before.
  expect(watched.keys.size).toBe(4)
})

test('an access token that has ended meanwhile is refreshed', async () => {
  await cutOff()
  const [card] = await collectGranted({ ...kept!, accessToken: 'ended' }, watched.wallet)
  expect(card?.copies).toHaveLength(3)
})

test('where nobody keeps it, nothing is left behind', async () => {
  watched.wire.change = (path, answer) => {
    if (path === '/credential') throw new TypeError('network')
    return answer
  }
  await expect(receiveCredentials({ offer: await offerOf(issuing.issuer) }, watched.wallet)).rejects.toThrow()
  expect(watched.keys.size).toBe(0)
})
