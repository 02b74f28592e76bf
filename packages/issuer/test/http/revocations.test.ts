import { jwkThumbprint, signJws } from '@bai/credential'
import { generateNodeSigner, type NodeSigner, nodePlatform } from '@bai/credential/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accessToken, freshNonce, makeProof, postJson, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
let keys: {
  readonly card: NodeSigner
  readonly copy: NodeSigner
  readonly house: NodeSigner
  readonly wife: NodeSigner
}

beforeAll(async () => {
  issuer = await startTestIssuer([
    houseLine(),
    personLine(),
    personLine({ citizen_number: NUMBERS.wife, role: 'resident', laser_code: 'JT0-0000002-00' }),
  ])
})
afterAll(() => issuer.close())

async function issueTo(token: string, configuration: string, signers: readonly NodeSigner[]): Promise<void> {
  const nonce = await freshNonce(issuer)
  const jwt = await Promise.all(signers.map((signer) => makeProof(issuer, nonce, signer)))
  const body = { credential_configuration_id: configuration, proofs: { jwt } }
  expect(await requestCredential(issuer, token, body)).toMatchObject({ status: 200 })
}

beforeEach(async () => {
  keys = {
    card: generateNodeSigner(),
    copy: generateNodeSigner(),
    house: generateNodeSigner(),
    wife: generateNodeSigner(),
  }
  const token = await accessToken(issuer, NUMBERS.head)
  await issueTo(token, 'id-card', [keys.card, keys.copy])
  await issueTo(token, 'house-registration', [keys.house])
  await issueTo(await accessToken(issuer, NUMBERS.wife), 'id-card', [keys.wife])
})

async function proofBy(signer: NodeSigner, claims = {}, header = {}): Promise<string> {
  const iat = Math.floor(issuer.clock.now.getTime() / 1000)
  return signJws(
    { typ: 'bai-revocation+jwt', jwk: signer.publicJwk, ...header },
    { aud: issuer.url, iat, nonce: await freshNonce(issuer), ...claims },
    signer,
  )
}

const send = (proof: string) => postJson(`${issuer.url}/revocations`, { proof })

/** Names of the keys whose credentials are revoked. */
async function revokedKeys(): Promise<readonly string[]> {
  const rows = await issuer.db.selectFrom('issuance').selectAll().where('revoked_at', 'is not', null).execute()
  const thumbprints = new Set(rows.map((row) => row.key_thumbprint))
  return Object.entries(keys)
    .filter(([, { publicJwk }]) => thumbprints.has(jwkThumbprint(publicJwk, nodePlatform.digest)))
    .map(([name]) => name)
}

test('a holder revokes the copy of a key, by proving that they have it', async () => {
  expect(await send(await proofBy(keys.card))).toMatchObject({ status: 200, body: { revoked: 1 } })
  expect(await revokedKeys()).toEqual(['card'])
  expect(await send(await proofBy(keys.card))).toMatchObject({ status: 200, body: { revoked: 0 } })
  const entry = await issuer.db
    .selectFrom('audit')
    .selectAll()
    .where('actor', '=', 'holder')
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirstOrThrow()
  expect(entry).toMatchObject({
    action: 'credentials_revoked',
    detail: { types: ['id-card'], reason: 'holder_request', count: 1 },
  })
})

test('all: every copy of that document and no other document, and of nobody else', async () => {
  await send(await proofBy(keys.copy, { all: true }))
  expect(await revokedKeys()).toEqual(['card', 'copy'])
})

test('what a holder has revoked shows in the status list', async () => {
  await send(await proofBy(keys.house))
  const before = await issuer.db.selectFrom('status_list').select(['sequence', 'published_sequence']).execute()
  expect(before.some((list) => list.sequence !== list.published_sequence)).toBe(true)
  await issuer.publishStatusLists()
  const after = await issuer.db.selectFrom('status_list').select(['sequence', 'published_sequence']).execute()
  expect(after.every((list) => list.sequence === list.published_sequence)).toBe(true)
})

test('a key that no credential is bound to revokes nothing', async () => {
  expect(await send(await proofBy(generateNodeSigner()))).toMatchObject({
    status: 404,
    body: { code: 'credential_not_found' },
  })
  expect(await revokedKeys()).toEqual([])
})

test('a proof is good once', async () => {
  const proof = await proofBy(keys.card)
  expect(await send(proof)).toMatchObject({ status: 200 })
  expect(await send(proof)).toMatchObject({ status: 400, body: { error: 'invalid_nonce' } })
})

test.each([
  ['a proof of possession for issuance', {}, { typ: 'openid4vci-proof+jwt' }],
  ['another issuer', { aud: 'https://other.example' }, {}],
  ['an hour ago', { iat: Math.floor(Date.now() / 1000) - 3600 }, {}],
  ['no nonce', { nonce: '' }, {}],
  ['all in words', { all: 'yes' }, {}],
  ['another key than it names', {}, { jwk: generateNodeSigner().publicJwk }],
  ['no key', {}, { jwk: undefined }],
])('%s revokes nothing', async (_what, claims, header) => {
  const proof = await proofBy(keys.card, claims, header)
  expect(await send(proof)).toMatchObject({ status: 400, body: { error: 'invalid_proof' } })
  expect(await revokedKeys()).toEqual([])
})

test.each([{}, { proof: 1 }, { proof: '' }, { proof: 'x', all: true }, []])('%j is no request', async (body) => {
  expect(await postJson(`${issuer.url}/revocations`, body)).toMatchObject({ status: 400 })
})
