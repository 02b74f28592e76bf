// What becomes of an answer, and what is kept of the receipt for it (docs/receipts.md).
import { createHash } from 'node:crypto'
import { createReceipt, encodeDidJwk, type Signer } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { agree, type LoggedWallet, openAddress, planFor, readReceipt } from '../../src/index.ts'
import { holdCard } from '../support/holding.ts'
import { type Lie, type LyingVerifier, startLyingVerifier } from '../support/lying-verifier.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const NONCE = 'n'.repeat(43)
let verifier: LyingVerifier
let wallet: LoggedWallet
beforeEach(async () => {
  verifier = await startLyingVerifier(
    ({ publicJwk }) => encodeDidJwk(publicJwk),
    (der) => createHash('sha256').update(Buffer.from(der, 'base64')).digest('base64url'),
  )
  wallet = { ...createMemoryWallet(), certificates: { read: readCertificate, verifyPath: verifyCertificatePath } }
  await holdCard(wallet)
})
afterEach(() => verifier[Symbol.asyncDispose]())

type Receipted = { readonly nonce?: string; readonly clientId?: string; readonly signer?: Signer }

/** A receipt for the answer, as the verifier signs it, or with something else in it. */
function receiptOf({ nonce = NONCE, clientId, signer = verifier.signer }: Receipted = {}): Promise<string> {
  return createReceipt(
    {
      clientId: clientId ?? verifier.clientId('decentralized_identifier'),
      nonce,
      now: wallet.now(),
      claims: [{ vct: 'urn:bai:th:id-card:1', paths: [['sex']] }],
      retained: { paths: [['sex']], seconds: 3600 },
    },
    { signer, keyHeader: { kid: 'whatever' }, platform: nodePlatform },
  )
}

async function answer(lie: Lie = {}) {
  const asked = await openAddress(verifier.ask(lie), wallet)
  return agree(asked, await planFor(asked, {}, wallet), wallet)
}

describe('an answer that was sent', () => {
  test('is in the log with its receipt, by names and never by values', async () => {
    const receipt = await receiptOf()
    verifier.answer.body = JSON.stringify({ receipt })
    expect(await answer()).toEqual({ kind: 'sent', redirectUri: undefined, receipt })
    const [entry] = await wallet.history.list()
    expect(entry).toMatchObject({ kind: 'presented', manner: 'online', delivered: true, receipt })
    expect(entry?.credentials).toEqual([{ vct: 'urn:bai:th:id-card:1', claims: ['sex'] }])
    expect(readReceipt(entry!)).toEqual({ retained: { paths: [['sex']], seconds: 3600 } })
    expect(JSON.stringify(entry)).not.toContain('Anong')
  })

  test.each(['x509_hash', 'x509_san_dns'] as const)('under %s has its receipt by the certificate', async (prefix) => {
    const receipt = await receiptOf({ clientId: verifier.clientId(prefix) })
    verifier.answer.body = JSON.stringify({ receipt })
    expect(await answer({ prefix })).toMatchObject({ receipt })
  })

  test.each<readonly [string, () => Promise<string>]>([
    ['signed by somebody else', () => receiptOf({ signer: generateNodeSigner() })],
    ['for another request', () => receiptOf({ nonce: 'another-nonce-of-22-chars' })],
    ['of another verifier', () => receiptOf({ clientId: 'x509_hash:abc' })],
    ['that is none', async () => 'receipt'],
    ['that is another signed thing', async () => (await verifier.askByValue()).replace(/^.*request=/, '')],
  ])('has been given all the same with a receipt %s, which is not kept', async (_what, make) => {
    verifier.answer.body = JSON.stringify({ receipt: await make() })
    expect(await answer()).toEqual({ kind: 'sent', redirectUri: undefined, receipt: undefined })
    const [entry] = await wallet.history.list()
    expect(entry).toMatchObject({ delivered: true })
    expect(entry).not.toHaveProperty('receipt')
  })
})

test('an answer that nobody took is in the log as not delivered', async () => {
  verifier.answer.status = 410
  await expect(answer()).rejects.toMatchObject({ code: 'verifier_refused' })
  expect(await wallet.history.list()).toMatchObject([{ kind: 'presented', delivered: false }])
})

test('an unsigned request has no key that a receipt could be believed by', async () => {
  const address = `openid4vp://?${new URLSearchParams({
    client_id: `redirect_uri:${verifier.url}/response`,
    response_type: 'vp_token',
    response_mode: 'direct_post',
    response_uri: `${verifier.url}/response`,
    nonce: NONCE,
    dcql_query: JSON.stringify({
      credentials: [{ id: 'card', format: 'dc+sd-jwt', meta: { vct_values: ['urn:bai:th:id-card:1'] } }],
    }),
  })}`
  verifier.answer.body = JSON.stringify({
    receipt: await receiptOf({ clientId: `redirect_uri:${verifier.url}/response` }),
  })
  const asked = await openAddress(address, wallet)
  expect(await agree(asked, await planFor(asked, {}, wallet), wallet)).toMatchObject({ receipt: undefined })
})
