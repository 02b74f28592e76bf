import { describe, expect, test } from 'vitest'
import { receiveCredentials } from '../../src/index.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const CODE = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const good = {
  credential_issuer: 'https://issuer.example',
  credential_configuration_ids: ['id-card'],
  grants: { [CODE]: { 'pre-authorized_code': 'abc' } },
}

function byValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `openid-credential-offer://?credential_offer=${encodeURIComponent(text)}`
}

/** The code of the refusal. Nothing may be fetched, and nothing is stored. */
async function refusalOf(offer: string, txCode?: string): Promise<unknown> {
  const wallet = createMemoryWallet()
  const fetched: unknown[] = []
  const fetch = async (address: unknown) => {
    fetched.push(address)
    throw new TypeError('nothing is fetched')
  }
  const refusal = await receiveCredentials({ offer, ...(txCode && { txCode }) }, { ...wallet, fetch }).catch(
    (error) => error,
  )
  expect(fetched).toEqual([])
  expect(await wallet.credentials.list()).toEqual([])
  return refusal.code
}

describe('a malformed offer', () => {
  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['white space', ' \n'],
    ['a Thai word', 'สวัสดี'],
    ['a web address', 'https://example.com/'],
    ['no parameter', 'openid-credential-offer://'],
    ['an empty parameter', 'openid-credential-offer://?credential_offer='],
    ['an empty reference', 'openid-credential-offer://?credential_offer_uri='],
    ['by value and by reference', `${byValue(good)}&credential_offer_uri=https%3A%2F%2Fissuer.example`],
    ['no JSON', byValue('{')],
    ['a number', byValue(1)],
    ['null', byValue('null')],
    ['an array', byValue([good])],
    ['a text', byValue('"hello"')],
    ['no issuer', byValue({ ...good, credential_issuer: undefined })],
    ['an issuer that is no address', byValue({ ...good, credential_issuer: 'hello' })],
    ['no types', byValue({ ...good, credential_configuration_ids: undefined })],
    ['an empty list of types', byValue({ ...good, credential_configuration_ids: [] })],
    ['types that are no texts', byValue({ ...good, credential_configuration_ids: [1] })],
    ['a code that is no text', byValue({ ...good, grants: { [CODE]: { 'pre-authorized_code': 7 } } })],
    ['no code', byValue({ ...good, grants: { [CODE]: {} } })],
    ['a percent sign that is none', 'openid-credential-offer://?credential_offer=%E0%A4%A'],
    ['a hundred thousand characters', 'x'.repeat(100_000)],
  ])('is offer_malformed: %s', async (_what, offer) => {
    expect(await refusalOf(offer)).toBe('offer_malformed')
  })

  test('is told without quoting it', async () => {
    const refusal = await receiveCredentials({ offer: 'a-secret-code' }, createMemoryWallet()).catch((error) => error)
    expect(`${refusal.message}${JSON.stringify(refusal.details)}`).not.toContain('a-secret-code')
  })
})

test('a reference that is no address is not fetched', async () => {
  const offer = 'openid-credential-offer://?credential_offer_uri=hello'
  await expect(receiveCredentials({ offer }, createMemoryWallet())).rejects.toMatchObject({ code: 'offer_malformed' })
})

test.each([
  ['no grant', undefined],
  ['the grant of an authorisation code', { authorization_code: {} }],
])('an offer with %s is told apart from a malformed one', async (_what, grants) => {
  expect(await refusalOf(byValue({ ...good, grants }))).toBe('offer_grant_unsupported')
})

test.each([[{}], [{ length: 6 }]])(
  'a transaction code that is needed is asked for before anything is fetched (%j)',
  async (tx_code) => {
    const offer = byValue({ ...good, grants: { [CODE]: { 'pre-authorized_code': 'abc', tx_code } } })
    expect(await refusalOf(offer)).toBe('tx_code_missing')
  },
)
