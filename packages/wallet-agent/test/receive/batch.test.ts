import { parseDisclosure, parseJsonObject, parseSdJwt, readStatusReference } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { receiveCredentials } from '../../src/index.ts'
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

const calls = (path: string) => watched.wire.sent.filter((request) => request.path === path)

/** The code that receiving five copies ends with. Nothing may be left of it, neither credentials nor keys. */
async function refusal(): Promise<string> {
  const offer = await offerOf(issuing.issuer)
  const error = await receiveCredentials({ offer, copies: 5 }, watched.wallet).catch((caught) => caught)
  expect(await watched.wallet.credentials.list()).toEqual([])
  expect(watched.keys.size).toBe(0)
  return error.code
}

describe('copies of one credential', () => {
  test('come in one request, with a proof for each, and have nothing in common that tells of one person', async () => {
    const [holding] = await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 5 }, watched.wallet)
    expect(holding).toMatchObject({ configurationId: 'id-card', issuer: issuing.issuer.url })
    const copies = holding?.copies ?? []
    expect(copies).toHaveLength(5)
    expect(JSON.parse(calls('/credential').at(-1)?.body ?? '').proofs.jwt).toHaveLength(5)
    const parsed = copies.map(({ credential }) => parseSdJwt(credential))
    const claims = parsed.map(({ jws }) => parseJsonObject(jws.payload, 'payload'))
    const salts = parsed.flatMap(({ disclosures }) =>
      disclosures.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString())[0]),
    )
    expect(new Set(salts).size).toBe(salts.length)
    expect(new Set(claims.map((claim) => JSON.stringify(claim['cnf']))).size).toBe(5)
    expect(new Set(claims.map((claim) => JSON.stringify(readStatusReference(claim)))).size).toBe(5)
    // Of each the same claims.
    const names = parsed.map(({ disclosures }) => disclosures.map((text) => parseDisclosure(text).name).sort())
    expect(new Set(names.map(String)).size).toBe(1)
    for (const { keyId, expiresAt, usedAt } of copies) {
      expect(watched.keys.has(keyId)).toBe(true)
      expect(new Date(expiresAt ?? 0) > issuing.issuer.clock.now).toBe(true)
      expect(usedAt).toBeUndefined()
    }
  })

  test('come by an offer by reference too, which is fetched (section 4.1.3)', async () => {
    const offer = await offerOf(issuing.issuer, {}, 'offer_uri_by_reference')
    const [holding] = await receiveCredentials({ offer, copies: 1 }, watched.wallet)
    expect(holding?.configurationId).toBe('id-card')
    expect(watched.wire.sent[0]?.path).toMatch(/^\/credential-offers\/[\w-]+$/)
  })

  test('are ten where nobody says how many', async () => {
    const [holding] = await receiveCredentials({ offer: await offerOf(issuing.issuer) }, watched.wallet)
    expect(holding?.copies).toHaveLength(10)
  })

  test('are as many as the issuer gives at once, and one where it speaks of no batches', async () => {
    watched.wire.change = changing('/.well-known/openid-credential-issuer', (metadata) => ({
      ...metadata,
      batch_credential_issuance: { batch_size: 3 },
    }))
    const [three] = await receiveCredentials({ offer: await offerOf(issuing.issuer) }, watched.wallet)
    expect(three?.copies).toHaveLength(3)
    watched.wire.change = changing('/.well-known/openid-credential-issuer', (metadata) => ({
      ...metadata,
      batch_credential_issuance: undefined,
    }))
    const [one] = await receiveCredentials({ offer: await offerOf(issuing.issuer) }, watched.wallet)
    expect(one?.copies).toHaveLength(1)
  })

  test('may be fewer than asked for (section 8.3), and keys that nothing came for go', async () => {
    watched.wire.change = changing('/credential', ({ credentials, ...rest }) => ({
      ...rest,
      credentials: credentials.slice(1, 3),
    }))
    const [holding] = await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 5 }, watched.wallet)
    expect(holding?.copies).toHaveLength(2)
    // Two of the copies, and that of the tokens.
    expect(watched.keys.size).toBe(3)
  })
})

describe('a nonce that the issuer does not take', () => {
  const refuseNonce = (times: number) => {
    let refused = 0
    watched.wire.change = (path, answer) => {
      if (path !== '/credential' || answer.status === 401 || refused++ >= times) return answer
      return Response.json({ error: 'invalid_nonce' }, { status: 400 })
    }
  }

  test('is fetched anew once, for new proofs', async () => {
    refuseNonce(1)
    const [holding] = await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 2 }, watched.wallet)
    expect(holding?.copies).toHaveLength(2)
    expect(calls('/nonce')).toHaveLength(2)
    const nonces = calls('/credential').map(({ body }) => {
      const [, payload = ''] = JSON.parse(body).proofs.jwt[0].split('.')
      return parseJsonObject(payload, 'proof')['nonce']
    })
    expect(new Set(nonces).size).toBe(2)
  })

  test('is told when the second is not taken either', async () => {
    refuseNonce(2)
    expect(await refusal()).toBe('issuer_refused')
    expect(calls('/nonce')).toHaveLength(2)
  })
})

describe('an issuer that lies about one copy of a batch', () => {
  type Sent = { credentials: { credential: string }[] }
  const lie = (change: (credentials: { credential: string }[]) => unknown) => {
    watched.wire.change = changing('/credential', ({ credentials, ...rest }: Sent) => ({
      ...rest,
      credentials: change(credentials),
    }))
  }

  test('by a signature that is not its own', async () => {
    lie(([first, ...others]) => [...others, { credential: breakSignature(first!.credential) }])
    expect(await refusal()).toBe('signature_invalid')
  })

  test('by the same copy twice', async () => {
    lie(([first, , ...others]) => [first, first, ...others])
    expect(await refusal()).toBe('issuer_answer_malformed')
  })

  test('by one more than it has keys for', async () => {
    lie((credentials) => [...credentials, credentials[0]])
    expect(await refusal()).toBe('issuer_answer_malformed')
  })

  test('by a copy for somebody else', async () => {
    const other = issuing.open()
    const [theirs] = await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 1 }, other.wallet)
    lie(([, ...others]) => [...others, { credential: theirs?.copies[0]?.credential }])
    expect(await refusal()).toBe('credential_not_ours')
  })

  test('is told so, as far as it listens (section 11)', async () => {
    lie(([first, , ...others]) => [first, first, ...others])
    await refusal()
    expect(calls('/notification').map(({ body }) => JSON.parse(body).event)).toContain('credential_failure')
    const rows = await issuing.issuer.db.selectFrom('notification').select('event').execute()
    expect(rows.map(({ event }) => event)).toContain('credential_failure')
  })
})

test('what was stored is reported to the issuer, and an issuer that is deaf to it changes nothing', async () => {
  const before = await issuing.issuer.db.selectFrom('notification').select('event').execute()
  const count = (rows: readonly { event: unknown }[]) =>
    rows.filter(({ event }) => event === 'credential_accepted').length
  await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 1 }, watched.wallet)
  const after = await issuing.issuer.db.selectFrom('notification').select('event').execute()
  expect(count(after) - count(before)).toBe(1)
  watched.wire.change = (path, answer) => (path === '/notification' ? Response.error() : answer)
  await receiveCredentials({ offer: await offerOf(issuing.issuer), copies: 1 }, watched.wallet)
  expect(await watched.wallet.credentials.list()).toHaveLength(2)
})

function breakSignature(credential: string): string {
  const end = credential.indexOf('~')
  const at = end - 20
  return credential.slice(0, at) + (credential[at] === 'A' ? 'B' : 'A') + credential.slice(at + 1)
}
