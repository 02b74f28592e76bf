import { encodeDidJwk, encodeDidKey, type VerifiedSdJwtVc, verifySdJwtVc } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accessToken, call, freshNonce, makeProof, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  const child = {
    citizen_number: NUMBERS.child,
    role: 'resident',
    card: null,
    laser_code: null,
    birth_date: '25610000',
  }
  const grandmother = {
    citizen_number: NUMBERS.grandmother,
    role: 'resident',
    birth_date: '24910000',
    sex: 'female',
    laser_code: 'JT0-0000009-00',
  }
  const lifelong = { issued: '25650314', expires: '99999999', issuing_office: { th: 'เขตสาทร', en: 'Sathon' } }
  issuer = await startTestIssuer(
    [houseLine(), personLine(), personLine(child), personLine({ ...grandmother, card: lifelong })],
    { maxCopies: 3 },
  )
})
afterAll(() => issuer.close())
beforeEach(() => {
  issuer.clock.now = new Date()
})

async function issuerKeys() {
  const { body } = await call(`${issuer.url}/.well-known/jwt-vc-issuer`)
  return Promise.all(body['jwks'].keys.map((key: never) => nodePlatform.importKey(key)))
}

async function read(credential: string): Promise<VerifiedSdJwtVc> {
  const keys = await issuerKeys()
  return verifySdJwtVc(
    credential,
    { findKeys: () => keys, now: issuer.clock.now, skewSeconds: 0, keyBinding: { mode: 'absent' } },
    nodePlatform,
  )
}

async function issue(citizen: string, configuration = 'id-card') {
  const token = await accessToken(issuer, citizen, { types: [configuration] })
  const proof = await makeProof(issuer, await freshNonce(issuer))
  const answer = await requestCredential(issuer, token, {
    credential_configuration_id: configuration,
    proofs: { jwt: [proof] },
  })
  expect(answer.status).toBe(200)
  return read(answer.body['credentials'][0].credential)
}

test('an ID card is issued to the key of the proof, with a status and rounded times', async () => {
  const token = await accessToken(issuer, NUMBERS.head)
  const signer = generateNodeSigner()
  const proof = await makeProof(issuer, await freshNonce(issuer), signer)
  const answer = await requestCredential(issuer, token, { proofs: { jwt: [proof] } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const { claims, header, status } = await read(answer.body['credentials'][0].credential)
  const { kty, crv, x, y } = signer.publicJwk
  expect(claims).toMatchObject({
    vct: 'urn:bai:th:id-card:1',
    given_name: 'Somchai',
    birthdate: '1980-03-14',
    cnf: { jwk: { kty, crv, x, y } },
  })
  expect(Number(claims['iat']) % 86_400).toBe(0)
  expect(Number(claims['exp']) % 86_400).toBe(0)
  expect(header['kid']).toBe(`${claims['iss']}#${String(header['kid']).split('#')[1]}`)
  expect(status?.uri).toMatch(/\/status-lists\/[1-4]$/)
  expect((await fetch(status!.uri)).status).toBe(200)
})

test('a birth year alone gives only the ages that are certain, and a lifelong card says so', async () => {
  // Born some day of 1948 (2491): in 2026 she is 77 for certain until the year is over.
  issuer.clock.now = new Date('2026-11-23T05:00:00Z')
  const { claims } = await issue(NUMBERS.grandmother)
  expect(claims['birthdate']).toBe('1948')
  expect(claims['date_of_expiry']).toBe('lifelong')
  expect(claims['age_equal_or_over']).toEqual({ 12: true, 15: true, 18: true, 20: true, 60: true, 65: true, 70: true })
})

test('a house registration flags the holder’s own row, with the head first', async () => {
  const { claims } = await issue(NUMBERS.grandmother, 'house-registration')
  const members = claims['members'] as readonly { is_holder: boolean; personal_administrative_number: string }[]
  expect(members).toHaveLength(3)
  expect(members.filter((member) => member.is_holder).map((member) => member.personal_administrative_number)).toEqual([
    NUMBERS.grandmother,
  ])
})

test('a child without a card gets no ID card', async () => {
  const token = await accessToken(issuer, NUMBERS.child, { types: ['id-card'] })
  expect(token).toBeUndefined()
})

test.each([
  ['did:jwk', encodeDidJwk, () => '0'],
  ['did:key', encodeDidKey, (did: string) => did.slice('did:key:'.length)],
])('a proof with a %s is bound by kid', async (_method, encode, fragment) => {
  const token = await accessToken(issuer, NUMBERS.head)
  const signer = generateNodeSigner()
  const did = encode(signer.publicJwk)
  const kid = `${did}#${fragment(did)}`
  const { jwk: _, ...header } = { jwk: undefined, kid }
  const { signJws } = await import('@bai/credential')
  const claims = { aud: issuer.url, iat: Math.floor(Date.now() / 1000), nonce: await freshNonce(issuer) }
  const proof = await signJws({ typ: 'openid4vci-proof+jwt', ...header }, claims, signer)
  const answer = await requestCredential(issuer, token, { proofs: { jwt: [proof] } })
  expect(answer.status).toBe(200)
  expect((await read(answer.body['credentials'][0].credential)).claims['cnf']).toEqual({ kid })
})

test('a batch has other salts, keys and status indices in every copy, and a limit', async () => {
  const token = await accessToken(issuer, NUMBERS.head)
  const nonce = await freshNonce(issuer)
  const jwt = await Promise.all(Array.from({ length: 3 }, () => makeProof(issuer, nonce)))
  const answer = await requestCredential(issuer, token, { proofs: { jwt } })
  expect(answer.status).toBe(200)
  const copies: string[] = answer.body['credentials'].map(({ credential }: { credential: string }) => credential)
  const disclosures = copies.flatMap((copy) => copy.split('~').slice(1, -1))
  expect(new Set(disclosures).size).toBe(disclosures.length)
  const indices = await Promise.all(copies.map(async (copy) => (await read(copy)).status?.index))
  expect(new Set(indices).size).toBe(3)
  const more = await requestCredential(issuer, token, {
    proofs: { jwt: [await makeProof(issuer, await freshNonce(issuer))] },
  })
  expect(more).toMatchObject({
    status: 400,
    body: { error: 'credential_request_denied', code: 'credential_limit_reached' },
  })
})

test('a nonce is good once, and a wallet is told to fetch another', async () => {
  const token = await accessToken(issuer, NUMBERS.head)
  const nonce = await freshNonce(issuer)
  expect(await requestCredential(issuer, token, { proofs: { jwt: [await makeProof(issuer, nonce)] } })).toMatchObject({
    status: 200,
  })
  expect(await requestCredential(issuer, token, { proofs: { jwt: [await makeProof(issuer, nonce)] } })).toMatchObject({
    status: 400,
    body: { error: 'invalid_nonce' },
  })
  const old = await freshNonce(issuer)
  issuer.clock.now = new Date(Date.now() + 301_000)
  expect(await requestCredential(issuer, token, { proofs: { jwt: [await makeProof(issuer, old)] } })).toMatchObject({
    status: 400,
    body: { error: 'invalid_nonce' },
  })
})

type BadProof = (nonce: string) => Promise<unknown>
const now = () => Math.floor(issuer.clock.now.getTime() / 1000)
const badProofs: readonly (readonly [string, BadProof])[] = [
  ['no proofs', async () => ({})],
  ['a proof of a draft', async (nonce) => ({ proof: { proof_type: 'jwt', jwt: await makeProof(issuer, nonce) } })],
  ['a wrong typ', async (nonce) => ({ proofs: { jwt: [await makeProof(issuer, nonce, undefined, { typ: 'JWT' })] } })],
  [
    'both jwk and kid',
    async (nonce) => ({ proofs: { jwt: [await makeProof(issuer, nonce, undefined, { kid: 'did:jwk:x#0' })] } }),
  ],
  [
    'another audience',
    async (nonce) => ({
      proofs: { jwt: [await makeProof(issuer, nonce, undefined, {}, { aud: 'https://other.example' })] },
    }),
  ],
  [
    'an old iat',
    async (nonce) => ({ proofs: { jwt: [await makeProof(issuer, nonce, undefined, {}, { iat: now() - 3600 })] } }),
  ],
  [
    'an iat to come',
    async (nonce) => ({ proofs: { jwt: [await makeProof(issuer, nonce, undefined, {}, { iat: now() + 3600 })] } }),
  ],
  ['no nonce', async () => ({ proofs: { jwt: [await makeProof(issuer, '')] } })],
  [
    'another key than it names',
    async (nonce) => ({
      proofs: { jwt: [await makeProof(issuer, nonce, generateNodeSigner(), { jwk: generateNodeSigner().publicJwk })] },
    }),
  ],
  [
    'a private key in jwk',
    async (nonce) => {
      const signer = generateNodeSigner()
      const jwk = signer.privateKey.export({ format: 'jwk' }) as never
      return { proofs: { jwt: [await makeProof(issuer, nonce, signer, { jwk })] } }
    },
  ],
  [
    'one key twice',
    async (nonce) => {
      const signer = generateNodeSigner()
      return { proofs: { jwt: [await makeProof(issuer, nonce, signer), await makeProof(issuer, nonce, signer)] } }
    },
  ],
]
test.each(badProofs)('a proof with %s is invalid_proof', async (_what, make) => {
  const token = await accessToken(issuer, NUMBERS.head)
  const body = (await make(await freshNonce(issuer))) as Record<string, unknown>
  expect(await requestCredential(issuer, token, body)).toMatchObject({ status: 400, body: { error: 'invalid_proof' } })
})

test('a token is needed, and it must be one of ours', async () => {
  const proof = await makeProof(issuer, await freshNonce(issuer))
  const answer = await requestCredential(issuer, 'not-a-token', { proofs: { jwt: [proof] } })
  expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
})

test('what the offer does not cover, and what does not exist, are refused with their codes', async () => {
  const token = await accessToken(issuer, NUMBERS.head, { types: ['house-registration'] })
  const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer))] }
  expect(await requestCredential(issuer, token, { proofs })).toMatchObject({
    status: 400,
    body: { error: 'credential_request_denied' },
  })
  expect(await requestCredential(issuer, token, { credential_configuration_id: 'passport', proofs })).toMatchObject({
    status: 400,
    body: { error: 'unknown_credential_configuration' },
  })
})

test.each(['{', '[]', '"text"', 'null', `{"proofs":{"jwt":["${'a'.repeat(500_000)}"]}}`])(
  'a body that is no request (%#) is refused, never a 500',
  async (body) => {
    const token = await accessToken(issuer, NUMBERS.head)
    const response = await fetch(`${issuer.url}/credential`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    })
    expect(response.status).toBe(400)
    expect(issuer.reported).toEqual([])
  },
)
