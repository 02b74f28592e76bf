// docs/receipts.md, over real HTTP: what a wallet gets for its answer.
import { createHash } from 'node:crypto'
import {
  createDidResolver,
  keyOf,
  openReceipt,
  type PublicJwk,
  parseJws,
  resolveDid,
  type VerificationKey,
} from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VCT } from '../support/gate.ts'
import {
  type Asked,
  KEEPING,
  type OnlineVerifier,
  POLICY,
  startOnlineVerifier,
} from '../support/start-online-verifier.ts'

let verifier: OnlineVerifier
beforeAll(async () => {
  verifier = await startOnlineVerifier()
})
afterAll(() => verifier[Symbol.asyncDispose]())

async function importKey(jwk: PublicJwk): Promise<readonly VerificationKey[]> {
  return [await nodePlatform.importKey(jwk)]
}

/** As a wallet knows the key: from the request's own client_id, before there was a receipt. */
async function keyOfDid({ client_id }: Asked): Promise<readonly VerificationKey[]> {
  const did = client_id.replace('decentralized_identifier:', '')
  const document = await resolveDid(
    createDidResolver(() => undefined),
    did,
  )
  return importKey(keyOf(document, `${did}#0`, 'authentication'))
}

describe('an answer that came', () => {
  test.each(['direct_post', 'direct_post.jwt'])('by %s is receipted by the key that asked', async (response_mode) => {
    const asked = await verifier.read(await verifier.ask({ response_mode }))
    const before = Math.floor(Date.now() / 1000)
    const { status, body } = await verifier.answer(asked)
    expect([status, Object.keys(body)]).toEqual([200, ['receipt']])
    const { client_id: clientId, nonce } = asked
    const receipt = await openReceipt(body.receipt, { keys: await keyOfDid(asked), clientId, nonce }, nodePlatform)
    expect(receipt).toEqual({
      iss: clientId,
      iat: expect.any(Number),
      nonce_hash: createHash('sha256').update(nonce).digest('base64url'),
      purpose: POLICY.purpose,
      claims: [{ vct: VCT, paths: [['given_name']] }],
    })
    expect(receipt.iat).toBeGreaterThanOrEqual(before)
    expect(JSON.stringify(receipt)).not.toContain('Anong')
  })

  test('to a request under a certificate is receipted under the same', async () => {
    const asked = await verifier.read(await verifier.ask({ client_id_prefix: 'x509_hash' }))
    const { body } = await verifier.answer(asked)
    const { x5c } = parseJws(body.receipt).header
    const [leaf = ''] = x5c as string[]
    const hash = createHash('sha256').update(Buffer.from(leaf, 'base64')).digest('base64url')
    expect(asked.client_id).toBe(`x509_hash:${hash}`)
    const anchors = [verifier.served.developmentAnchor ?? ''].map((pem) => pem.replace(/-----[^-]+-----|\s/g, ''))
    const { publicJwk } = await verifyCertificatePath(x5c as string[], { anchors, now: new Date() })
    const options = { keys: await importKey(publicJwk), clientId: asked.client_id, nonce: asked.nonce }
    expect((await openReceipt(body.receipt, options, nodePlatform)).claims).toHaveLength(1)
  })

  test('says what is kept, and for how long', async () => {
    const asked = await verifier.read(await verifier.ask({ policy: KEEPING.name }))
    const { body } = await verifier.answer(asked)
    const { client_id: clientId, nonce } = asked
    const receipt = await openReceipt(body.receipt, { keys: await keyOfDid(asked), clientId, nonce }, nodePlatform)
    expect(receipt.retained).toEqual({ paths: [['given_name']], seconds: 3600 })
  })

  test('comes beside where the person goes on', async () => {
    const asked = await verifier.read(await verifier.ask({ redirect_uri: 'https://agency.example/back' }))
    expect(Object.keys((await verifier.answer(asked)).body).sort()).toEqual(['receipt', 'redirect_uri'])
  })

  test('is receipted alike whether it is accepted or rejected: the outcome is not in it', async () => {
    const receipts = []
    for (const revoked of [false, true]) {
      const made = await verifier.ask()
      const asked = await verifier.read(made)
      const { body } = await verifier.answer(asked, { revoked })
      const { client_id: clientId, nonce } = asked
      const receipt = await openReceipt(body.receipt, { keys: await keyOfDid(asked), clientId, nonce }, nodePlatform)
      receipts.push({ ...receipt, iat: 0, nonce_hash: '' })
      const { verdict } = (await verifier.call(`/requests/${made.id}`)).body
      expect(verdict.outcome).toBe(revoked ? 'rejected' : 'accepted')
    }
    expect(receipts[1]).toEqual(receipts[0])
  })

  test('with nothing that can be read is receipted for nothing', async () => {
    const asked = await verifier.read(await verifier.ask())
    const { body } = await verifier.answer(asked, { vpToken: { card: ['hello'] } })
    const { client_id: clientId, nonce } = asked
    const receipt = await openReceipt(body.receipt, { keys: await keyOfDid(asked), clientId, nonce }, nodePlatform)
    expect(receipt.claims).toEqual([])
  })
})

describe('there is no receipt', () => {
  test('for a refusal, in the clear or not', async () => {
    for (const response_mode of ['direct_post', 'direct_post.jwt']) {
      const asked = await verifier.read(await verifier.ask({ response_mode }))
      expect(await verifier.answer(asked, { error: 'access_denied' })).toEqual({ status: 200, body: {} })
    }
  })

  test('for an answer that is none', async () => {
    const asked = await verifier.read(await verifier.ask())
    const { status, body } = await verifier.answer(asked, { state: 'of another request' })
    expect(status).toBe(400)
    expect(body).not.toHaveProperty('receipt')
  })

  test('where nobody signed the request', async () => {
    const asked = await verifier.read(await verifier.ask({ client_id_prefix: 'redirect_uri' }))
    expect(await verifier.answer(asked)).toEqual({ status: 200, body: {} })
  })
})
