import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postJson } from '../../../issuer/test/support/protocol.ts'
import { NUMBERS } from '../../../issuer/test/support/register-lines.ts'
import { OPERATOR_TOKEN } from '../../../issuer/test/support/start-test-issuer.ts'
import { type Holding, receiveCredentials, refill, unusedCopies } from '../../src/index.ts'
import { changing, type Issuing, offerOf, startIssuing, type WatchedWallet } from '../support/start-issuing.ts'

let issuing: Issuing
let watched: WatchedWallet
beforeAll(async () => {
  issuing = await startIssuing()
})
afterAll(() => issuing.issuer.close())
beforeEach(() => {
  watched = issuing.open()
})

/** A card in four copies, of which some were shown. */
async function holdUsed(used: number): Promise<Holding> {
  const [received] = await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 4 }, watched.wallet)
  const usedAt = watched.wallet.now().toISOString()
  return watched.wallet.credentials.update(received!.id, (holding) => ({
    ...holding,
    copies: holding.copies.map((copy, i) => (i < used ? { ...copy, usedAt } : copy)),
  }))
}

/** The code that a refill ends with; nothing of the holding or of the keys may have changed. */
async function refusal(holding: Holding): Promise<string> {
  const keys = new Set(watched.keys.keys())
  const error = await refill(holding.id, {}, watched.wallet).catch((caught) => caught)
  expect(await watched.wallet.credentials.list()).toEqual([holding])
  expect(new Set(watched.keys.keys())).toEqual(keys)
  return error.code
}

const sentTo = (path: string) => watched.wire.sent.filter((request) => request.path === path)

describe('a credential that runs low', () => {
  test('gets new copies without its person; those that were shown go, with their keys', async () => {
    const held = await holdUsed(2)
    const refilled = await refill(held.id, { copies: 6 }, watched.wallet)
    expect(await watched.wallet.credentials.list()).toEqual([refilled])
    expect(unusedCopies(refilled, watched.wallet.now())).toHaveLength(6)
    expect(refilled.copies).toHaveLength(6)
    expect(refilled.copies.slice(0, 2)).toEqual(held.copies.slice(2))
    for (const { keyId } of held.copies.slice(0, 2)) expect(watched.keys.has(keyId)).toBe(false)
    for (const { keyId } of refilled.copies) expect(watched.keys.has(keyId)).toBe(true)
    const token = new URLSearchParams(sentTo('/token').at(-1)?.body)
    expect([token.get('grant_type'), token.get('refresh_token')]).toEqual(['refresh_token', held.grant?.refreshToken])
    expect(sentTo('/token').at(-1)?.headers.get('dpop')).toMatch(/^eyJ/)
  })

  test('is one with fewer than three unused copies, or fewer than is said', async () => {
    const held = await holdUsed(1)
    watched.wire.sent.length = 0
    expect(await refill(held.id, {}, watched.wallet)).toEqual(held)
    expect(watched.wire.sent).toEqual([])
    expect((await refill(held.id, { lowerLimit: 4 }, watched.wallet)).copies).toHaveLength(10)
  })

  test('keeps a new refresh token, for all that the old one was for (RFC 6749, section 6)', async () => {
    const types = ['id-card', 'house-registration']
    const offer = await offerOf(issuing.issuer, { types })
    const received = await receiveCredentials({ offer, copies: 1 }, watched.wallet)
    watched.wire.change = changing('/token', (answer) => ({ ...answer, refresh_token: 'another' }))
    await refill(received[0]!.id, { copies: 2 }, watched.wallet)
    const held = await watched.wallet.credentials.list()
    expect(held.map(({ grant }) => grant?.refreshToken)).toEqual(['another', 'another'])
  })
})

describe('a refill that fails leaves all as it is', () => {
  test('when the grant was revoked', async () => {
    const held = await holdUsed(3)
    await issuing.issuer.db.deleteFrom('refresh_token').execute()
    expect(await refusal(held)).toBe('issuer_refused')
  })

  test('when the person may have no more', async () => {
    const held = await holdUsed(3)
    const revocation = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'reported lost' }
    expect((await postJson(`${issuing.issuer.url}/operator/revocations`, revocation, OPERATOR_TOKEN)).status).toBe(200)
    watched.wire.change = (path, answer) =>
      path === '/credential' && answer.ok
        ? Response.json({ error: 'credential_request_denied' }, { status: 400 })
        : answer
    expect(await refusal(held)).toBe('issuer_refused')
  })

  test('when the issuer lies about a copy', async () => {
    const held = await holdUsed(3)
    watched.wire.change = changing('/credential', ({ credentials: [first, , ...others], ...rest }) => ({
      ...rest,
      credentials: [first, first, ...others],
    }))
    expect(await refusal(held)).toBe('issuer_answer_malformed')
  })

  test('when it names another authorization server, which gets nothing', async () => {
    const held = await holdUsed(3)
    const other = { ...held, grant: { ...held.grant!, authorizationServer: 'https://other.example' } }
    await watched.wallet.credentials.update(held.id, () => other)
    watched.wire.sent.length = 0
    expect(await refusal(other)).toBe('refill_impossible')
    expect(sentTo('/token')).toEqual([])
  })

  test('when the key of its tokens is lost', async () => {
    const held = await holdUsed(3)
    await watched.wallet.keys.removeKeys([held.grant!.dpopKeyId!])
    expect(await refusal(held)).toBe('holder_key_missing')
  })
})

test('an issuer that gives no refresh token cannot be asked for more', async () => {
  watched.wire.change = changing('/.well-known/oauth-authorization-server', (metadata) => ({
    ...metadata,
    dpop_signing_alg_values_supported: undefined,
  }))
  const [held] = await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 1 }, watched.wallet)
  expect(held?.grant).toBeUndefined()
  expect(sentTo('/credential').at(-1)?.headers.get('authorization')).toMatch(/^Bearer /)
  expect(await refusal(held!)).toBe('refill_impossible')
  await expect(refill('nobody', {}, watched.wallet)).rejects.toMatchObject({ code: 'holding_unknown' })
})

test('nothing went wrong inside the issuer', () => {
  expect(issuing.issuer.reported).toEqual([])
})
