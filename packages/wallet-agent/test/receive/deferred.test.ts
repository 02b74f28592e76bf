import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { enrol, OTHER, PORTRAIT } from '../../../issuer/test/support/enrol.ts'
import { postJson } from '../../../issuer/test/support/protocol.ts'
import { OPERATOR_TOKEN, sameBytes } from '../../../issuer/test/support/start-test-issuer.ts'
import { fetchDeferred, planAnswer, receiveCredentials } from '../../src/index.ts'
import { cardQuery } from '../support/holding.ts'
import { changing, type Issuing, startIssuing, type WatchedWallet } from '../support/start-issuing.ts'

let issuing: Issuing
let watched: WatchedWallet
beforeAll(async () => {
  const options = {
    // In doubt about everybody but the very same picture.
    compareFaces: async (portrait: Uint8Array, selfie: Uint8Array) => {
      const comparison = await sameBytes(portrait, selfie)
      return comparison.decision === 'match' ? comparison : { ...comparison, decision: 'review' as const }
    },
  }
  issuing = await startIssuing(options, PORTRAIT)
})
afterAll(() => issuing.issuer.close())
// What is tested here is not how often somebody may try.
beforeEach(async () => {
  await issuing.issuer.db.deleteFrom('attempt').execute()
  watched = issuing.open()
})

/** What an enrolment that a registrar has to look at gives a wallet. */
async function owed() {
  const { body } = await enrol(issuing.issuer, {}, { selfie: OTHER })
  const input = { offer: body['credential_offer_uri'], txCode: body['tx_code'], copies: 2 }
  const held = await receiveCredentials(input, watched.wallet)
  const decide = (decision: 'approve' | 'refuse') =>
    postJson(
      `${issuing.issuer.url}/operator/enrolments/${body['enrolment_id']}/decision`,
      { decision, reason: 'looked at both' },
      OPERATOR_TOKEN,
    )
  return { held: held[0]!, decide }
}

const asked = () => watched.wire.sent.filter(({ path }) => path === '/deferred-credential').length
const later = (seconds: number) => {
  issuing.issuer.clock.now = new Date(issuing.issuer.clock.now.getTime() + seconds * 1000)
}

describe('a credential that the issuer owes (OpenID4VCI 1.0, section 9)', () => {
  test('is kept as owed, with the keys that it was asked for with, and cannot be shown', async () => {
    const { held } = await owed()
    expect(held).toMatchObject({ configurationId: 'id-card', copies: [] })
    expect(held.deferral?.keyIds).toHaveLength(2)
    for (const keyId of held.deferral?.keyIds ?? []) expect(watched.keys.has(keyId)).toBe(true)
    expect(await watched.wallet.credentials.list()).toContainEqual(held)
    const request = { client_id: 'x', nonce: 'n', dcql_query: cardQuery([['sex']]) }
    await expect(planAnswer(request, {}, watched.wallet)).rejects.toMatchObject({ code: 'credential_not_held' })
  })

  test('is not asked for before the time that the issuer set, and then once', async () => {
    const { held } = await owed()
    expect(await fetchDeferred(held.id, watched.wallet)).toEqual(held)
    expect(asked()).toBe(0)
    later(61)
    const still = await fetchDeferred(held.id, watched.wallet)
    expect(still).toMatchObject({ id: held.id, copies: [], deferral: { transactionId: held.deferral?.transactionId } })
    const wait = new Date(still.deferral!.askAgainAt).getTime() - issuing.issuer.clock.now.getTime()
    expect(wait).toBe(60_000)
    const before = asked()
    await fetchDeferred(held.id, watched.wallet)
    expect(asked()).toBe(before)
  })

  test('comes when it was approved, checked, and is reported', async () => {
    const { held, decide } = await owed()
    await decide('approve')
    later(61)
    const received = await fetchDeferred(held.id, watched.wallet)
    expect(received.copies.map(({ keyId }) => keyId).sort()).toEqual([...(held.deferral?.keyIds ?? [])].sort())
    expect(received.deferral).toBeUndefined()
    expect(watched.wire.sent.at(-1)?.path).toBe('/notification')
    await expect(fetchDeferred(held.id, watched.wallet)).rejects.toMatchObject({ code: 'not_deferred' })
  })

  test('is refused for good when it was, and stays as it is', async () => {
    const { held, decide } = await owed()
    await decide('refuse')
    later(61)
    const refused = fetchDeferred(held.id, watched.wallet)
    await expect(refused).rejects.toMatchObject({
      code: 'issuer_refused',
      details: { error: 'credential_request_denied' },
    })
    expect(await watched.wallet.credentials.list()).toContainEqual(held)
  })

  test.each([
    ['a copy for nobody', ({ credentials: [first], ...rest }: any) => ({ ...rest, credentials: [first, first] })],
    ['both at once', (answer: any) => ({ ...answer, transaction_id: 'x', interval: 5 })],
    ['another transaction', () => ({ transaction_id: 'another', interval: 5 })],
  ])('is not taken from an issuer that answers with %s', async (_what, lie) => {
    const { held, decide } = await owed()
    await decide('approve')
    later(61)
    watched.wire.change = changing('/deferred-credential', lie)
    const refused = fetchDeferred(held.id, watched.wallet)
    await expect(refused).rejects.toMatchObject({ code: 'issuer_answer_malformed' })
    expect(await watched.wallet.credentials.list()).toContainEqual(held)
  })

  test('is asked for with a new token when the old one has ended', async () => {
    const { held, decide } = await owed()
    await decide('approve')
    later(61)
    await watched.wallet.credentials.update(held.id, (holding) => ({
      ...holding,
      deferral: { ...holding.deferral!, accessToken: 'ended' },
    }))
    expect((await fetchDeferred(held.id, watched.wallet)).copies).toHaveLength(2)
  })
})

test('nothing went wrong inside the issuer', () => {
  expect(issuing.issuer.reported).toEqual([])
})
