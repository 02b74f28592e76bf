import { parseJsonObject, parseJws } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessToken, call, freshNonce, makeProof, postJson, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'
import { TestWalletProvider } from '../support/wallet-provider.ts'

const provider = new TestWalletProvider()
let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { walletProviders: [provider.trusted] })
})
afterAll(() => issuer.close())

const payloadOf = (credential: string) => parseJsonObject(parseJws(credential.split('~')[0]!).payload, 'credential')
const proofs = async () => ({ jwt: [await makeProof(issuer, await freshNonce(issuer))] })

describe('encryption of request and response (OpenID4VCI 1.0, section 10)', () => {
  const announcedKey = async () => {
    const { body } = await call(`${issuer.url}/.well-known/openid-credential-issuer`)
    return body['credential_request_encryption'].jwks.keys[0] as JWK
  }
  const encrypt = async (message: object, jwk: JWK, enc = 'A256GCM') =>
    new CompactEncrypt(Buffer.from(JSON.stringify(message)))
      .setProtectedHeader({ alg: 'ECDH-ES', enc, ...(jwk.kid && { kid: jwk.kid }) })
      .encrypt(jwk)
  const post = (body: string, token: string) =>
    fetch(`${issuer.url}/credential`, {
      method: 'POST',
      headers: { 'content-type': 'application/jwt', authorization: `Bearer ${token}` },
      body,
    })

  test.each(['A128GCM', 'A256GCM'])('an encrypted request gets an encrypted response (%s)', async (enc) => {
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
    const jwk = { ...(await exportJWK(publicKey)), alg: 'ECDH-ES', kid: 'wallet-1' }
    const message = {
      credential_configuration_id: 'id-card',
      proofs: await proofs(),
      credential_response_encryption: { jwk, enc },
    }
    const response = await post(
      await encrypt(message, await announcedKey(), enc),
      await accessToken(issuer, NUMBERS.head),
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/jwt')
    const { plaintext, protectedHeader } = await compactDecrypt(await response.text(), privateKey)
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc, kid: 'wallet-1' })
    const answer = JSON.parse(new TextDecoder().decode(plaintext))
    expect(payloadOf(answer.credentials[0].credential)['vct']).toBe('urn:bai:th:id-card:1')
  })

  test('a wish for an encrypted response in the clear is refused: anybody could have put it there', async () => {
    const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
    const answer = await requestCredential(issuer, await accessToken(issuer, NUMBERS.head), {
      proofs: await proofs(),
      credential_response_encryption: { jwk: { ...(await exportJWK(publicKey)), alg: 'ECDH-ES' }, enc: 'A256GCM' },
    })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_encryption_parameters' } })
  })

  test.each([
    ['another alg', { alg: 'ECDH-ES+A256KW' }, {}],
    ['a private key', { d: 'AAAA' }, {}],
    ['another enc', {}, { enc: 'A128CBC-HS256' }],
    ['compression', {}, { zip: 'DEF' }],
    ['a point that is none', { x: 'A'.repeat(43), y: 'A'.repeat(43) }, {}],
  ])('%s is refused, and costs nothing', async (_what, key, wish) => {
    const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
    const jwk = { ...(await exportJWK(publicKey)), alg: 'ECDH-ES', ...key }
    const message = {
      credential_configuration_id: 'id-card',
      proofs: await proofs(),
      credential_response_encryption: { jwk, enc: 'A256GCM', ...wish },
    }
    const response = await post(await encrypt(message, await announcedKey()), await accessToken(issuer, NUMBERS.head))
    expect(response.status).toBe(400)
    expect((await response.json()).error).toBe('invalid_encryption_parameters')
  })

  test.each([
    [
      'for another key',
      async () => encrypt({}, { ...(await exportJWK((await generateKeyPair('ECDH-ES')).publicKey)) }),
    ],
    ['not at all', async () => 'eyJhbGciOiJub25lIn0.e30.'],
    ['without the kid of the key', async () => encrypt({}, { ...(await announcedKey()), kid: '' })],
  ])('a request that is encrypted %s is refused', async (_what, body) => {
    const response = await post(await body(), await accessToken(issuer, NUMBERS.head))
    expect(response.status).toBe(400)
    expect((await response.json()).error).toBe('invalid_encryption_parameters')
  })
})

describe('notification (section 11)', () => {
  const notify = (token: string, body: object) => postJson(`${issuer.url}/notification`, body, token)

  test('is taken down once, and again is the same', async () => {
    const token = await accessToken(issuer, NUMBERS.head)
    const { body } = await requestCredential(issuer, token, { proofs: await proofs() })
    const notice = { notification_id: body['notification_id'], event: 'credential_accepted' }
    for (let i = 0; i < 2; i++) expect((await notify(token, notice)).status).toBe(204)
    const row = await issuer.db
      .selectFrom('notification')
      .select(['event', 'event_at'])
      .where('notification_hash', '=', issuer.secrets.tokenHash(body['notification_id']))
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ event: 'credential_accepted', event_at: issuer.clock.now })
  })

  test.each([
    [{ notification_id: 'unknown', event: 'credential_accepted' }, 400, 'invalid_notification_id'],
    [{ notification_id: 'unknown', event: 'credential_eaten' }, 400, 'invalid_notification_request'],
    [{ event: 'credential_accepted' }, 400, 'invalid_notification_request'],
  ])('%j is refused', async (body, status, error) => {
    const token = await accessToken(issuer, NUMBERS.head)
    expect(await notify(token, body)).toMatchObject({ status, body: { error } })
  })

  test('of another wallet is refused', async () => {
    const token = await accessToken(issuer, NUMBERS.head)
    const { body } = await requestCredential(issuer, token, { proofs: await proofs() })
    const other = await accessToken(issuer, NUMBERS.head)
    const notice = { notification_id: body['notification_id'], event: 'credential_deleted' }
    expect(await notify(other, notice)).toMatchObject({ status: 400, body: { error: 'invalid_notification_id' } })
    expect(await notify('unknown', notice)).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  })
})

describe('key attestation (appendix D)', () => {
  const keys = () => Array.from({ length: 3 }, () => generateNodeSigner())

  test('by itself gives a credential for each key that it names', async () => {
    const signers = keys()
    const nonce = await freshNonce(issuer)
    const publicJwks = signers.map(({ publicJwk }) => publicJwk)
    const attestation = await provider.attestKeys(publicJwks, issuer.clock.now, nonce)
    const answer = await requestCredential(issuer, await accessToken(issuer, NUMBERS.head), {
      proofs: { attestation: [attestation] },
    })
    expect(answer.status).toBe(200)
    const bound = answer.body['credentials'].map(
      ({ credential }: { credential: string }) => payloadOf(credential)['cnf'],
    )
    expect(bound).toEqual(publicJwks.map(({ kty, crv, x, y }) => ({ jwk: { kty, crv, x, y } })))
  })

  test('in the header of one proof, too, the proven key first', async () => {
    const [first, second, third] = keys()
    const nonce = await freshNonce(issuer)
    const all = [second!, first!, third!].map(({ publicJwk }) => publicJwk)
    const keyAttestation = await provider.attestKeys(all, issuer.clock.now, nonce)
    const answer = await requestCredential(issuer, await accessToken(issuer, NUMBERS.head), {
      proofs: { jwt: [await makeProof(issuer, nonce, first, { key_attestation: keyAttestation })] },
    })
    expect(answer.status).toBe(200)
    expect(answer.body['credentials']).toHaveLength(3)
    const [bound] = answer.body['credentials']
    expect(payloadOf(bound.credential)['cnf']).toMatchObject({ jwk: { x: first!.publicJwk.x } })
  })

  test.each([
    ['of a provider that nobody knows', new TestWalletProvider(), {}, 'invalid_proof'],
    ['that has expired', provider, { exp: 1 }, 'invalid_proof'],
    ['without a nonce', provider, { nonce: '' }, 'invalid_proof'],
    ['with a nonce of its own', provider, { nonce: 'mine' }, 'invalid_nonce'],
    ['of no key', provider, { attested_keys: [] }, 'invalid_proof'],
    ['of a key that is none', provider, { attested_keys: [{ kty: 'oct', k: 'AAAA' }] }, 'invalid_proof'],
  ])('%s is refused', async (_what, by, claims, error) => {
    const nonce = await freshNonce(issuer)
    const [signer] = keys()
    const attestation = await by.attestKeys([signer!.publicJwk], issuer.clock.now, nonce, claims as never)
    const answer = await requestCredential(issuer, await accessToken(issuer, NUMBERS.head), {
      proofs: { attestation: [attestation] },
    })
    expect(answer).toMatchObject({ status: 400, body: { error } })
  })

  test('does not vouch for another key', async () => {
    const [signer, other] = keys()
    const nonce = await freshNonce(issuer)
    const keyAttestation = await provider.attestKeys([other!.publicJwk], issuer.clock.now, nonce)
    const answer = await requestCredential(issuer, await accessToken(issuer, NUMBERS.head), {
      proofs: { jwt: [await makeProof(issuer, nonce, signer, { key_attestation: keyAttestation })] },
    })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_proof' } })
  })
})

describe('an offer by reference (section 4.1.3)', () => {
  const offerOf = async () => {
    const request = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'a test' }
    const { body } = await postJson(`${issuer.url}/operator/offers`, request, 'operator-token-of-the-tests')
    const reference = new URL(body['offer_uri_by_reference']).searchParams.get('credential_offer_uri') ?? ''
    const byValue = JSON.parse(new URL(body['offer_uri']).searchParams.get('credential_offer') ?? '')
    return { reference, byValue, txCode: body['tx_code'] as string }
  }

  test('is the same as by value, until it is taken up', async () => {
    const { reference, byValue, txCode } = await offerOf()
    expect(await call(reference)).toMatchObject({ status: 200, body: byValue })
    const grant = byValue.grants['urn:ietf:params:oauth:grant-type:pre-authorized_code']
    await call(`${issuer.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:pre-authorized_code',
        'pre-authorized_code': grant['pre-authorized_code'],
        tx_code: txCode,
      }),
    })
    expect(await call(reference)).toMatchObject({ status: 404, body: { error: 'offer_unknown' } })
  })

  test('is not found by guessing', async () => {
    expect((await call(`${issuer.url}/credential-offers/${'A'.repeat(43)}`)).status).toBe(404)
  })
})
