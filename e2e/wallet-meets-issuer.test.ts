// A real wallet against a real issuer: the wire between them lies, and nothing bad is stored.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '@bai/credential'
import { receiveCredentials, type WalletDependencies } from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { callOperator } from './support/issuance-client.ts'
import { startTamperedIssuer, type TamperedIssuer, type Tampering } from './support/start-tampered-issuer.ts'
import {
  answerStatus,
  answerText,
  askForTheOther,
  bindToKey,
  changeAnswer,
  changeCredential,
  changeDisclosure,
  changeJson,
  proveAnotherKey,
  renamed,
  rewrite,
  signAgain,
  twice,
  withPrivateKey,
} from './support/tampering.ts'

const METADATA = '/.well-known/openid-credential-issuer'
const AUTHORIZATION_SERVER = '/.well-known/oauth-authorization-server'
const COPIES = 2
const DID_DOCUMENT = '/.well-known/did.json'

let issuer: TamperedIssuer
let folder: string
let wallet: WalletDependencies

beforeAll(async () => {
  issuer = await startTamperedIssuer([houseLine(), personLine()])
})
afterAll(() => issuer[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-wallet-'))
  wallet = openWallet({ dataFolder: folder, allowLoopbackHttp: true })
  issuer.tampering = {}
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function makeOffer(fields: JsonObject = {}) {
  const body = { citizen_number: NUMBERS.head, types: ['id-card', 'house-registration'], reason: 'a test', ...fields }
  const { offer_uri: offer = '', tx_code: txCode } = await callOperator(
    issuer,
    '/operator/offers',
    JSON.stringify({ tx_code: false, ...body }),
  )
  return { offer, ...(txCode !== undefined && { txCode }) }
}

/** The code that receiving ends with, or `stored` and how many. */
async function outcomeOf(input: { readonly offer: string; readonly txCode?: string }): Promise<string> {
  try {
    return `stored ${(await receiveCredentials({ ...input, copies: COPIES }, wallet)).length}`
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

async function expectRefused(input: { readonly offer: string; readonly txCode?: string }, code: string) {
  expect(await outcomeOf(input)).toBe(code)
  expect(await wallet.credentials.list()).toEqual([])
}

test('an honest wire: both credentials arrive, each copy bound to a key of its own', async () => {
  expect(await outcomeOf(await makeOffer())).toBe('stored 2')
  const held = await wallet.credentials.list()
  expect(held.map(({ configurationId }) => configurationId)).toEqual(['id-card', 'house-registration'])
  expect(held.map(({ copies }) => copies.length)).toEqual([COPIES, COPIES])
  expect(new Set(held.flatMap(({ copies }) => copies.map(({ keyId }) => keyId))).size).toBe(2 * COPIES)
})

describe('answers that are not what they should be', () => {
  const cases: readonly (readonly [string, Tampering, string])[] = [
    ['a credential that another key has signed', changeCredential(signAgain), 'signature_invalid'],
    [
      'a credential with one character of a claim changed',
      changeCredential(changeDisclosure),
      'disclosure_unreferenced',
    ],
    ['a credential with a key binding JWT', changeCredential(bindToKey), 'key_binding_unexpected'],
    [
      'a credential of another issuer',
      changeCredential((text) => rewrite(text, { iss: 'did:web:other.example' })),
      'key_not_found',
    ],
    ['a credential that is no SD-JWT', changeCredential(() => 'hello'), 'sd_jwt_malformed'],
    ['a credential that is a plain JWT', changeCredential((text) => text.split('~')[0]!), 'sd_jwt_malformed'],
    ['a credential of another type', { request: askForTheOther }, 'credential_not_as_offered'],
    ['a credential bound to another key', { request: proveAnotherKey }, 'credential_not_ours'],
    ['no credential', changeJson('/credential', () => ({ credentials: [] })), 'issuer_answer_malformed'],
    ['two credentials for one key', changeJson('/credential', twice), 'issuer_answer_malformed'],
    [
      'a credential that is no text',
      changeJson('/credential', () => ({ credentials: [{ credential: 1 }] })),
      'issuer_answer_malformed',
    ],
    ['metadata of another issuer', changeJson(METADATA, renamed('https://other.example')), 'issuer_answer_malformed'],
    [
      'metadata of this issuer with a slash',
      changeJson(METADATA, (metadata) => ({ ...metadata, credential_issuer: `${metadata['credential_issuer']}/` })),
      'issuer_answer_malformed',
    ],
    [
      'metadata without endpoints',
      changeJson(METADATA, ({ credential_endpoint: _, ...rest }) => rest),
      'issuer_answer_malformed',
    ],
    ['metadata that is no JSON', answerText(METADATA, '<html>'), 'issuer_answer_malformed'],
    ['metadata that is not there', answerStatus(METADATA, 404), 'issuer_answer_malformed'],
    [
      'a token answer without a token',
      changeJson('/token', () => ({ token_type: 'Bearer' })),
      'issuer_answer_malformed',
    ],
    ['a token answer that is no JSON', answerText('/token', '{'), 'issuer_answer_malformed'],
    ['a nonce answer without a nonce', changeJson('/nonce', () => ({})), 'issuer_answer_malformed'],
    [
      'a failure at the credential endpoint',
      { answer: (path, answer) => (path === '/credential' ? { ...answer, status: 500, body: '{}' } : answer) },
      'issuer_refused',
    ],
    [
      'the DID document of another',
      changeJson(DID_DOCUMENT, (document) => ({ ...document, id: 'did:web:other.example' })),
      'key_not_found',
    ],
    [
      'a DID document whose keys are for something else',
      changeJson(DID_DOCUMENT, ({ assertionMethod: _, ...rest }) => rest),
      'key_not_found',
    ],
    ['a DID document that is no JSON', answerText(DID_DOCUMENT, 'hello'), 'json_malformed'],
    ['a DID document with a private key', changeJson(DID_DOCUMENT, withPrivateKey), 'key_invalid'],
    ['a DID document that is not there', answerStatus(DID_DOCUMENT, 404), 'key_not_found'],
  ]
  test.each(cases)('%s', async (_what, tampering, code) => {
    const offer = await makeOffer()
    issuer.tampering = tampering
    await expectRefused(offer, code)
  })

  test('a good first credential is not kept when the second is bad', async () => {
    const offer = await makeOffer()
    let count = 0
    issuer.tampering = changeCredential((text) => (++count === 2 ? signAgain(text) : text))
    await expectRefused(offer, 'signature_invalid')
    expect(count).toBe(2)
  })
})

describe('at every step of the protocol', () => {
  const steps = [METADATA, AUTHORIZATION_SERVER, '/token', '/nonce', '/credential', DID_DOCUMENT]

  test.each(steps)('an answer beyond the limit (%s)', async (step) => {
    const offer = await makeOffer()
    issuer.tampering = changeAnswer(step, (honest) => ({
      ...honest,
      body: JSON.stringify({ padding: 'x'.repeat(2_000_001) }),
    }))
    await expectRefused(offer, 'too_large')
  })

  test.each(steps)('a redirect is not followed (%s)', async (step) => {
    const offer = await makeOffer()
    issuer.paths.length = 0
    issuer.tampering = changeAnswer(step, () => ({
      status: 307,
      headers: { location: `${issuer.url}/elsewhere` },
      body: '',
    }))
    await expectRefused(offer, 'address_unreachable')
    expect(issuer.paths).not.toContain('/elsewhere')
  })

  test.each(steps)('a connection that breaks (%s)', async (step) => {
    const offer = await makeOffer()
    issuer.tampering = { answer: (path, honest) => (path === step ? undefined : honest) }
    await expectRefused(offer, 'address_unreachable')
  })
})

describe('offers', () => {
  test('an offer is good once', async () => {
    const offer = await makeOffer()
    expect(await outcomeOf(offer)).toBe('stored 2')
    expect(await outcomeOf(offer)).toBe('issuer_refused')
    expect(await wallet.credentials.list()).toHaveLength(2)
  })

  test('the transaction code: missing, wrong, and the third wrong one voids the offer', async () => {
    const { offer, txCode = '' } = await makeOffer({ tx_code: true })
    const wrong = txCode === '000000' ? '000001' : '000000'
    issuer.paths.length = 0
    await expectRefused({ offer }, 'tx_code_missing')
    expect(issuer.paths).toEqual([])
    await expectRefused({ offer, txCode: wrong }, 'issuer_refused')
    await expectRefused({ offer, txCode: wrong }, 'issuer_refused')
    await expectRefused({ offer, txCode: wrong }, 'issuer_refused')
    await expectRefused({ offer, txCode }, 'issuer_refused')
  })

  test('after two wrong transaction codes the right one is good', async () => {
    const { offer, txCode = '' } = await makeOffer({ tx_code: true })
    const wrong = txCode === '000000' ? '000001' : '000000'
    await expectRefused({ offer, txCode: wrong }, 'issuer_refused')
    await expectRefused({ offer, txCode: wrong }, 'issuer_refused')
    expect(await outcomeOf({ offer, txCode })).toBe('stored 2')
  })

  test('a refusal names the error of the protocol and its status', async () => {
    const { offer, txCode = '' } = await makeOffer({ tx_code: true })
    const refusal = receiveCredentials({ offer, txCode: txCode === '000000' ? '1' : '000000' }, wallet)
    await expect(refusal).rejects.toMatchObject({ details: { error: 'invalid_grant', status: 400 } })
  })

  test('an issuer that is not there', async () => {
    const { offer } = await makeOffer()
    // Port 1 of loopback: nobody listens below 1024 without being asked to.
    await expectRefused(
      { offer: offer.replaceAll(encodeURIComponent(issuer.url), 'http%3A%2F%2F127.0.0.1%3A1') },
      'address_unreachable',
    )
  })

  test.each(['http://192.168.0.1', 'http://example.com', 'https://10.0.0.1', 'https://169.254.169.254'])(
    'an offer that leads to %s is not followed',
    async (address) => {
      const { offer } = await makeOffer()
      await expectRefused(
        { offer: offer.replaceAll(encodeURIComponent(issuer.url), encodeURIComponent(address)) },
        'address_refused',
      )
      await expectRefused(
        { offer: `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(address)}` },
        'address_refused',
      )
    },
  )

  test('a wallet that is not in development does not go to loopback', async () => {
    const careful = openWallet({ dataFolder: folder, allowLoopbackHttp: false })
    await expect(receiveCredentials(await makeOffer(), careful)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('an offer of what the issuer does not have', async () => {
    const { offer } = await makeOffer()
    await expectRefused({ offer: offer.replaceAll('id-card', 'passport') }, 'issuer_answer_malformed')
  })
})
