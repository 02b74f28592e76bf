import {
  type DcqlQuery,
  houseRegistration,
  type JsonObject,
  nationalIdCard,
  parseJsonObject,
  parseJws,
  signJws,
} from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HolderChoice, planPresentation, presentCredentials, type WalletDependencies } from '../src/index.ts'
import {
  CARD_CLAIMS,
  cardQuery,
  HOUSE_CLAIMS,
  holdCard,
  holdHouse,
  type PathPointer,
  read,
  requestFor,
  verifier,
} from './support/holding.ts'
import { createMemoryWallet } from './support/memory-wallet.ts'

const runs = process.env['SLOW'] === undefined ? 60 : 2_000
const TECHNICAL = ['vct', 'cnf']
const OPEN = ['issuing_country']

/** What a verifier sees of the claims about the person. */
async function seen(wallet: WalletDependencies, query: DcqlQuery, choice: HolderChoice = {}): Promise<JsonObject> {
  const request = await requestFor(query, wallet.now())
  const vpToken = await presentCredentials(await planPresentation(request, choice, wallet), wallet)
  const [[presentation = ''] = []] = Object.values(vpToken)
  const { claims } = await read(presentation, request, wallet.now())
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !TECHNICAL.includes(name)))
}

describe('what is presented passes the kernel, and shows', () => {
  test('the claims that were asked for', async () => {
    const wallet = createMemoryWallet()
    await holdCard(wallet)
    expect(await seen(wallet, cardQuery([['given_name'], ['age_equal_or_over', '20']]))).toEqual({
      given_name: 'Anong',
      age_equal_or_over: { '20': true },
      issuing_country: 'TH',
    })
  })

  test('no hidden claim where none was asked for', async () => {
    const wallet = createMemoryWallet()
    await holdCard(wallet)
    expect(await seen(wallet, cardQuery([]))).toEqual({ issuing_country: 'TH' })
  })

  test('the holder’s row of a household, and nothing that tells how many others there are', async () => {
    const wallet = createMemoryWallet()
    await holdHouse(wallet)
    const query = cardQuery([['members', null]], houseRegistration.vct)
    const [, own] = HOUSE_CLAIMS['members'] as readonly JsonObject[]
    expect(await seen(wallet, query)).toEqual({ members: [own] })
    const all = (await seen(wallet, query, { includeOtherMembers: true }))['members'] as readonly JsonObject[]
    expect(new Set(all)).toEqual(new Set(HOUSE_CLAIMS['members'] as readonly JsonObject[]))
  })
})

/** Every place of a leaf in the claims. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inside]) => leaves(inside, [...path, name]))
}

const startsWith = (path: readonly unknown[], prefix: readonly unknown[]) => prefix.every((step, i) => step === path[i])

describe('for every request and every choice', () => {
  const all = leaves(CARD_CLAIMS)
  const places = [...new Set(all.flatMap((path) => path.map((_, i) => path.slice(0, i + 1).join('.'))))]
    // What is open inside a hidden claim comes along with it and cannot be kept back alone.
    .filter((place) => !place.startsWith('address.subdistrict.'))
    .map((place) => place.split('.'))
  const requested = fc.subarray([...places, ['shoe_size'], ['age_equal_or_over', '70']], { minLength: 1 })
  const plan = requested.chain((paths) => fc.record({ paths: fc.constant(paths), withheld: fc.subarray(paths) }))

  test('a leaf is shown if and only if it was asked for and not kept back', async () => {
    const wallet = createMemoryWallet()
    await holdCard(wallet)
    await fc.assert(
      fc.asyncProperty(plan, async ({ paths, withheld }) => {
        const expected = all.filter(
          (leaf) =>
            OPEN.includes(leaf[0] ?? '') ||
            (paths.some((path) => startsWith(leaf, path)) && !withheld.some((path) => startsWith(leaf, path))),
        )
        const withhold = withheld.map((path) => path.join('.'))
        const shown = await seen(wallet, cardQuery(paths), { withhold })
        expect(
          leaves(shown)
            .filter((path) => path.length > 0 && !isEmptied(shown, path))
            .map(String)
            .sort(),
        ).toEqual(expected.map(String).sort())
      }),
      { numRuns: runs },
    )
  })

  test('no name is shown, of a leaf or of what holds it, that was not asked for or is on the way to what was', async () => {
    const wallet = createMemoryWallet()
    await holdCard(wallet)
    await fc.assert(
      fc.asyncProperty(plan, async ({ paths, withheld }) => {
        const request = await requestFor(cardQuery(paths), wallet.now())
        const withhold = withheld.map((path) => path.join('.'))
        const vpToken = await presentCredentials(await planPresentation(request, { withhold }, wallet), wallet)
        const { disclosedPaths } = await read(vpToken['card']?.[0] ?? '', request, wallet.now())
        const kept = (path: PathPointer) => withheld.some((outer) => startsWith(path, outer))
        for (const path of disclosedPaths) {
          expect(kept(path)).toBe(false)
          expect(paths.some((asked) => !kept(asked) && (startsWith(path, asked) || startsWith(asked, path)))).toBe(true)
        }
      }),
      { numRuns: runs },
    )
  })
})

/** An object of which everything was kept back is still there, empty; it is no leaf. */
function isEmptied(claims: JsonObject, path: readonly string[]): boolean {
  let value: unknown = claims
  for (const step of path) value = (value as Record<string, unknown>)[step]
  return typeof value === 'object'
}

const now = new Date()
const good = await requestFor(cardQuery([['given_name']]), now)
const [header = '', payload = '', signature = ''] = good.split('.')
const claims = parseJsonObject(payload, 'request')
const signedAgain = (changed: JsonObject, changedHeader: JsonObject = {}) =>
  signJws({ ...parseJws(good).header, ...changedHeader }, { ...claims, ...changed }, verifier)

describe('a plan is refused for', () => {
  async function refusalOf(request: string, clock?: { readonly now: Date }): Promise<unknown> {
    const wallet = createMemoryWallet(clock ?? { now: new Date() })
    await holdCard(wallet)
    return planPresentation(request, {}, wallet).then(
      () => 'planned',
      (error) => error.code,
    )
  }
  test('nothing: a good request is planned', async () => {
    expect(await refusalOf(good)).toBe('planned')
    expect(await refusalOf(`${good}\n`)).toBe('planned')
  })

  test('a request without a signature', async () => {
    const unsigned = Buffer.from('{"alg":"none","typ":"oauth-authz-req+jwt"}').toString('base64url')
    expect(await refusalOf(`${unsigned}.${payload}.`)).toBe('jws_malformed')
    expect(await refusalOf(`${unsigned}.${payload}.AAAA`)).toBe('request_malformed')
    expect(await refusalOf(await signedAgain({}, { alg: 'none' }))).toBe('algorithm_not_allowed')
    expect(await refusalOf(JSON.stringify(claims))).toBe('base64url_malformed')
  })

  test('a request that was changed', async () => {
    const nosy = { ...claims, dcql_query: cardQuery([['birthdate']]) }
    const changed = Buffer.from(JSON.stringify(nosy)).toString('base64url')
    expect(await refusalOf([header, changed, signature].join('.'))).toBe('signature_invalid')
  })

  test('a request that another has signed in the name of the verifier', async () => {
    const forged = await signJws(parseJws(good).header, claims, generateNodeSigner())
    expect(await refusalOf(forged)).toBe('signature_invalid')
    const stranger = await signedAgain({ client_id: 'decentralized_identifier:did:jwk:e30' })
    expect(await refusalOf(stranger)).toBe('request_malformed')
  })

  test('a request that has expired, beyond the skew of clocks', async () => {
    const after = (seconds: number) => ({ now: new Date(Number(claims['exp']) * 1000 + seconds * 1000) })
    expect(await refusalOf(good, after(59))).toBe('planned')
    expect(await refusalOf(good, after(60))).toBe('request_expired')
  })

  test.each([
    ['no query', { dcql_query: undefined }, 'dcql_malformed'],
    ['a query for nothing', { dcql_query: { credentials: [] } }, 'dcql_malformed'],
    ['no purpose', { purpose: undefined }, 'request_malformed'],
    ['no name of the verifier', { client_name: undefined }, 'request_malformed'],
    ['a short nonce', { nonce: 'abc' }, 'request_malformed'],
    ['another audience', { aud: 'https://wallet.example' }, 'request_malformed'],
    ['an address to post to', { response_mode: 'direct_post' }, 'request_malformed'],
    ['a client that is no DID', { client_id: 'https://verifier.example' }, 'request_malformed'],
  ])('a request with %s', async (_what, changed, code) => {
    expect(
      await refusalOf(
        await signedAgain(JSON.parse(JSON.stringify({ ...claims, ...changed }, (_name, value) => value ?? null))),
      ),
    ).toBe(code)
  })

  test.each(['', 'hello', '{}', 'a.b.c', '..'])('what is no request: "%s"', async (text) => {
    expect(await refusalOf(text)).toMatch(/^(jws_malformed|base64url_malformed|json_malformed)$/)
  })
})

describe('several credentials', () => {
  const card = cardQuery([['sex']]).credentials[0]!
  const house = { ...cardQuery([['house_code']], houseRegistration.vct).credentials[0]!, id: 'house' }
  const passport = { ...cardQuery([['sex']], 'urn:example:passport').credentials[0]!, id: 'passport' }
  const planned = async (query: DcqlQuery) => {
    const wallet = createMemoryWallet()
    await holdCard(wallet)
    await holdHouse(wallet)
    const plan = await planPresentation(await requestFor(query, wallet.now()), {}, wallet)
    return plan.credentials.map(({ query: { id } }) => id)
  }

  test('one that is not held is told by its query', async () => {
    const refusal = planned({ credentials: [card, passport] })
    await expect(refusal).rejects.toMatchObject({ code: 'credential_not_held', details: { queryId: 'passport' } })
  })

  test('all that are asked for, each by its own key', async () => {
    const wallet = createMemoryWallet()
    await holdCard(wallet)
    await holdHouse(wallet)
    const request = await requestFor({ credentials: [card, house] }, wallet.now())
    const vpToken = await presentCredentials(await planPresentation(request, {}, wallet), wallet)
    const keys = []
    for (const id of ['card', 'house']) {
      const { claims } = await read(vpToken[id]?.[0] ?? '', request, wallet.now())
      keys.push(JSON.stringify(claims['cnf']))
    }
    expect(new Set(keys).size).toBe(2)
  })

  const sets = (...credential_sets: NonNullable<DcqlQuery['credential_sets']>) => ({
    credentials: [card, house, passport],
    credential_sets,
  })
  test.each([
    [
      'the first option that is held',
      sets({ options: [['passport'], ['house'], ['card']], required: true }),
      ['house'],
    ],
    [
      'an option of two',
      sets({
        options: [
          ['passport', 'card'],
          ['card', 'house'],
        ],
        required: true,
      }),
      ['card', 'house'],
    ],
    [
      'nothing for a set that is not required and not held',
      sets({ options: [['card']], required: true }, { options: [['passport']], required: false }),
      ['card'],
    ],
    [
      'what is held of a set that is not required',
      sets({ options: [['card']], required: true }, { options: [['house']], required: false }),
      ['card', 'house'],
    ],
  ])('of credential sets, %s', async (_what, query, ids) => {
    expect(await planned(query)).toEqual(ids)
  })

  test('a required set that is not held', async () => {
    const query = sets({ options: [['passport']], required: true })
    await expect(planned(query)).rejects.toMatchObject({
      code: 'credential_not_held',
      details: { queryId: 'passport' },
    })
  })
})

test('a key that is gone is told, and nothing is presented', async () => {
  const wallet = createMemoryWallet()
  await holdCard(wallet)
  const plan = await planPresentation(
    await requestFor(cardQuery([['sex']], nationalIdCard.vct), wallet.now()),
    {},
    wallet,
  )
  const { keys } = createMemoryWallet()
  await expect(presentCredentials(plan, { ...wallet, keys })).rejects.toMatchObject({ code: 'holder_key_missing' })
})
