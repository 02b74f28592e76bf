import {
  createDidResolver,
  createPresentationRequest,
  encodeDidJwk,
  type JsonObject,
  openPresentationRequest,
  parseJsonObject,
  parseJws,
  type Signer,
  signJws,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'

const NOW = new Date('2026-11-23T09:00:00Z')
const verifier = generateNodeSigner()
const did = encodeDidJwk(verifier.publicJwk)
const resolver = createDidResolver(() => undefined)
const input = {
  did,
  nonce: 'abcdefghijklmnopqrstuvwx',
  dcql_query: {
    credentials: [
      { id: 'id', format: 'dc+sd-jwt' as const, meta: { vct_values: ['urn:x'] }, claims: [{ path: ['name'] }] },
    ],
  },
  client_name: { th: 'ด่าน', en: 'Gate' },
  purpose: { th: 'ตรวจอายุ', en: 'Checking age' },
  now: NOW,
  lifetimeSeconds: 600,
}

function open(token: string, now = NOW) {
  return openPresentationRequest(token, { resolver, platform: nodePlatform, now, skewSeconds: 60 })
}

/** A good request with something changed, signed again. */
async function changed(payload: JsonObject, header: JsonObject = {}, signer: Signer = verifier): Promise<string> {
  const good = parseJws(await createPresentationRequest(input, verifier))
  const { alg: _, ...rest } = good.header
  const claims = JSON.parse(JSON.stringify({ ...parseJsonObject(good.payload, 'request'), ...payload }))
  return signJws({ ...rest, ...header }, claims, signer)
}

describe('a presentation request', () => {
  test('opens as it was made', async () => {
    const request = await open(await createPresentationRequest(input, verifier))
    expect(request).toMatchObject({
      client_id: `decentralized_identifier:${did}`,
      nonce: input.nonce,
      dcql_query: input.dcql_query,
      client_name: input.client_name,
      purpose: input.purpose,
    })
    expect(parseJws(await createPresentationRequest(input, verifier)).header).toEqual({
      alg: 'ES256',
      typ: 'oauth-authz-req+jwt',
      kid: `${did}#0`,
    })
  })

  test('may have white space around it, as what is carried by hand has', async () => {
    await expect(open(`\n ${await createPresentationRequest(input, verifier)}\n`)).resolves.toMatchObject({
      nonce: input.nonce,
    })
  })

  test('expires, with the skew', async () => {
    const token = await createPresentationRequest(input, verifier)
    await expect(open(token, new Date(NOW.getTime() + 659_000))).resolves.toMatchObject({ nonce: input.nonce })
    await expect(open(token, new Date(NOW.getTime() + 660_000))).rejects.toMatchObject({ code: 'request_expired' })
  })

  test('of somebody else in the name of the verifier is refused', async () => {
    const stranger = generateNodeSigner()
    await expect(open(await changed({}, {}, stranger))).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  test('under a key that is not of its client_id is refused', async () => {
    const stranger = generateNodeSigner()
    const kid = `${encodeDidJwk(stranger.publicJwk)}#0`
    await expect(open(await changed({}, { kid }, stranger))).rejects.toMatchObject({
      code: 'request_malformed',
      details: { field: 'kid' },
    })
    await expect(open(await changed({}, { kid: `${did}#1` }))).rejects.toMatchObject({ code: 'key_not_found' })
  })

  test.each([
    ['typ', {}, { typ: 'JWT' }, 'typ_unexpected'],
    ['no kid', {}, { kid: 7 }, 'request_malformed'],
    ['another audience', { aud: 'https://elsewhere.example' }, {}, 'request_malformed'],
    ['no prefix', { client_id: did }, {}, 'request_malformed'],
    ['a short nonce', { nonce: 'abcdefghijklmnopqrstu' }, {}, 'request_malformed'],
    ['transaction data', { transaction_data: ['e30'] }, {}, 'request_malformed'],
    ['a nonce that is no base64url', { nonce: 'abcdefghijklmnopqrstuv wx' }, {}, 'request_malformed'],
    ['another response mode', { response_mode: 'direct_post' }, {}, 'request_malformed'],
    ['another response type', { response_type: 'code' }, {}, 'request_malformed'],
    ['no purpose', { purpose: null }, {}, 'request_malformed'],
    ['no Thai', { purpose: { en: 'x' } }, {}, 'request_malformed'],
    ['a query that is none', { dcql_query: { credentials: [] } }, {}, 'dcql_malformed'],
    ['no exp', { exp: null }, {}, 'request_malformed'],
  ])('with %s is refused', async (_, payload, header, code) => {
    await expect(open(await changed(payload, header))).rejects.toMatchObject({ code })
  })

  test('that is rubbish is refused', async () => {
    for (const token of ['', 'a.b.c', '....', did])
      await expect(open(token)).rejects.toMatchObject({ name: 'CredentialError' })
  })
})
