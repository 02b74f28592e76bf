// A sign-in waits in the wallet until the browser comes back.
import { CredentialError } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { NUMBERS } from '../../../issuer/test/support/register-lines.ts'
import { CLIENT_ID, REDIRECT_URI, signIn } from '../../../issuer/test/support/test-wallet.ts'
import { beginSignIn, finishSignIn, issuerOfSignIn, listWaitingOffers, receiveWaiting } from '../../src/index.ts'
import { type Issuing, signInOfferOf, startIssuing, type WatchedWallet } from '../support/start-issuing.ts'

const PERSON = { citizen_number: NUMBERS.head, birth_date: '25230314' }

let issuing: Issuing
let watched: WatchedWallet
beforeAll(async () => {
  issuing = await startIssuing()
})
afterAll(() => issuing.issuer.close())
beforeEach(() => {
  watched = issuing.open()
})

async function begin(): Promise<string> {
  const input = {
    offer: await signInOfferOf(issuing.issuer),
    clientId: CLIENT_ID,
    redirectUri: REDIRECT_URI,
    copies: 2,
  }
  return beginSignIn(input, watched.wallet)
}

/** Signs in on the page. @returns where the browser comes back */
async function comeBack(address: string): Promise<string> {
  return (await signIn(address, PERSON)).location?.href ?? ''
}

test('ends with the documents; they are in the history, and nothing waits any more', async () => {
  const { wallet } = watched
  const address = await begin()
  expect(await issuerOfSignIn(wallet)).toBe(issuing.issuer.url)
  const [card] = await finishSignIn(await comeBack(address), wallet)
  expect(card?.copies).toHaveLength(2)
  expect(await wallet.waiting.list()).toEqual([])
  expect(await wallet.history.list()).toMatchObject([{ kind: 'received' }])
})

test('goes on waiting where another address was given', async () => {
  const { wallet } = watched
  const returned = await comeBack(await begin())
  const other = finishSignIn(returned.replace(/state=[^&]*/, 'state=invented'), wallet)
  await expect(other).rejects.toMatchObject({ code: 'authorization_answer_malformed' })
  expect(await finishSignIn(returned, wallet)).toHaveLength(1)
})

test('cut off when the code was used, what was granted waits as an offer does', async () => {
  const { wallet, wire } = watched
  const returned = await comeBack(await begin())
  wire.change = (path, answer) => {
    if (path === '/credential') throw new CredentialError('address_unreachable', 'cut', { host: '' })
    return answer
  }
  await expect(finishSignIn(returned, wallet)).rejects.toMatchObject({ code: 'address_unreachable' })
  expect(await issuerOfSignIn(wallet)).toBeUndefined()
  wire.change = (_, answer) => answer
  const [waiting] = await listWaitingOffers(wallet)
  const [card] = await receiveWaiting(waiting!, wallet)
  expect(card?.copies).toHaveLength(2)
  expect(await wallet.waiting.list()).toEqual([])
})

test('takes the place of one before, with its key', async () => {
  const { wallet, keys } = watched
  const first = await comeBack(await begin())
  const second = await begin()
  expect(keys.size).toBe(1)
  await expect(finishSignIn(first, wallet)).rejects.toMatchObject({ code: 'authorization_answer_malformed' })
  expect(await finishSignIn(await comeBack(second), wallet)).toHaveLength(1)
})

test('nobody comes back where nobody was sent', async () => {
  const { wallet } = watched
  await expect(finishSignIn(REDIRECT_URI, wallet)).rejects.toMatchObject({ code: 'no_sign_in' })
})
