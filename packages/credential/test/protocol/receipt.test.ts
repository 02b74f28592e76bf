import {
  createReceipt,
  encodeDidJwk,
  type JsonObject,
  openReceipt,
  parseJsonObject,
  parseJws,
  type Receipt,
  signJws,
} from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'

const NOW = new Date('2026-11-30T09:00:00.900Z')
const verifier = generateNodeSigner()
const did = encodeDidJwk(verifier.publicJwk)
const clientId = `decentralized_identifier:${did}`
const nonce = 'nonce-of-the-request-22'
const input = {
  clientId,
  nonce,
  now: NOW,
  purpose: { th: 'ตรวจอายุ', en: 'Checking age' },
  claims: [{ vct: 'urn:x', paths: [['given_name'], ['address', 'province'], ['members', null, 'id']] }],
  retained: { paths: [['given_name']], seconds: 3600 },
}
const dependencies = { signer: verifier, keyHeader: { kid: `${did}#0` }, platform: nodePlatform }

async function open(token: string, changed: { clientId?: string; nonce?: string } = {}): Promise<Receipt> {
  const keys = [await nodePlatform.importKey(verifier.publicJwk)]
  return openReceipt(token, { keys, clientId, nonce, ...changed }, nodePlatform)
}

/** A good receipt with something changed, signed by the verifier itself. */
async function changed(payload: object, header: JsonObject = {}): Promise<string> {
  const good = parseJws(await createReceipt(input, dependencies))
  const claims = { ...parseJsonObject(good.payload, 'receipt'), ...payload } as JsonObject
  return signJws({ typ: 'bai-receipt+jwt', ...header }, claims, verifier)
}

describe('a receipt', () => {
  test.each([nodePlatform, webPlatform])('says who received what for which request, by names', async (platform) => {
    const token = await createReceipt(input, dependencies)
    const keys = [await platform.importKey(verifier.publicJwk)]
    expect(await openReceipt(token, { keys, clientId, nonce }, platform)).toEqual({
      iss: clientId,
      iat: Date.parse('2026-11-30T09:00:00Z') / 1000,
      // printf %s nonce-of-the-request-22 | openssl dgst -sha256 -binary | basenc --base64url
      nonce_hash: 'DMstyZM4Egh-pe_9jEn-3_Olcdn22HLm_0Qq2NKUo4k',
      purpose: input.purpose,
      claims: input.claims,
      retained: input.retained,
    })
    expect(parseJws(token).header).toEqual({ alg: 'ES256', typ: 'bai-receipt+jwt', kid: `${did}#0` })
  })

  test('leaves out what there is not: a purpose, and what is kept', async () => {
    const { clientId: iss, claims } = input
    const receipt = await open(await createReceipt({ clientId: iss, nonce, now: NOW, claims }, dependencies))
    expect(Object.keys(receipt).sort()).toEqual(['claims', 'iat', 'iss', 'nonce_hash'])
  })

  test('may say more in a later version', async () => {
    expect(await open(await changed({ later: true }))).not.toHaveProperty('later')
  })

  test.each([
    ['nonce', { nonce: 'nonce-of-another-request' }, 'nonce_hash'],
    ['verifier', { clientId: 'x509_hash:abc' }, 'iss'],
  ])('for another %s is none for this one', async (_what, other, claim) => {
    const token = await createReceipt(input, dependencies)
    await expect(open(token, other)).rejects.toMatchObject({ code: 'receipt_mismatch', details: { claim } })
  })

  test('by another key is refused, whatever its header names', async () => {
    const other = generateNodeSigner()
    const token = await createReceipt(input, { ...dependencies, signer: other })
    await expect(open(token)).rejects.toMatchObject({ code: 'signature_invalid' })
    await expect(openReceipt(token, { keys: [], clientId, nonce }, nodePlatform)).rejects.toMatchObject({
      code: 'key_not_found',
    })
  })

  test('is not to be mistaken for a request, nor a request for it', async () => {
    const token = await changed({}, { typ: 'oauth-authz-req+jwt' })
    await expect(open(token)).rejects.toMatchObject({ code: 'typ_unexpected' })
  })

  test.each([
    [{ iss: undefined }, 'iss'],
    [{ iat: 'today' }, 'iat'],
    [{ nonce_hash: nonce }, 'nonce_hash'],
    [{ claims: [{ vct: 'urn:x', paths: [['given_name', 1.5]] }] }, 'claims.0.paths.0.1'],
    [{ claims: [{ vct: 'urn:x', paths: [[]] }] }, 'claims.0.paths.0'],
    [{ retained: { paths: [], seconds: 0 } }, 'retained.seconds'],
    [{ purpose: { th: 'ก' } }, 'purpose.en'],
  ])('with %j is malformed', async (payload, field) => {
    const token = await changed(payload)
    await expect(open(token)).rejects.toMatchObject({ code: 'receipt_malformed', details: { field } })
  })

  test('that is none is refused with a code', async () => {
    await expect(open('hello')).rejects.toMatchObject({ code: 'jws_malformed' })
    await expect(open('a'.repeat(100_001))).rejects.toMatchObject({ code: 'too_large' })
  })
})
