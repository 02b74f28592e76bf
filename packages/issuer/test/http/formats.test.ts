import { createHash } from 'node:crypto'
import { type JsonObject, keysOf, parseJsonObject, parseJws, verifyJws, verifySdJwt } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { verifyCredential } from 'did-jwt-vc'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessToken, call, freshNonce, makeProof, postJson, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()])
})
afterAll(() => issuer.close())

const DAY = 86_400
const holder = generateNodeSigner()

async function receive(id: string): Promise<string> {
  const token = await accessToken(issuer, NUMBERS.head, { types: [id] })
  const proofs = { jwt: [await makeProof(issuer, await freshNonce(issuer), holder)] }
  const answer = await requestCredential(issuer, token, { credential_configuration_id: id, proofs })
  expect(answer.status).toBe(200)
  return answer.body['credentials'][0].credential
}

async function issuerKeys() {
  const { body } = await call(`${issuer.url}/.well-known/did.json`)
  return Promise.all(keysOf(body as never, 'assertionMethod').map((jwk) => nodePlatform.importKey(jwk)))
}

const today = () => Math.floor(issuer.clock.now.getTime() / 1000 / DAY) * DAY
const date = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')
const boundKey = () => {
  const { kty, crv, x, y } = holder.publicJwk
  return { jwk: { kty, crv, x, y } }
}

describe('dc+sd-jwt', () => {
  test('names its type with the hash of the metadata that is served (SD-JWT VC, section 5.5)', async () => {
    const jws = parseJws((await receive('id-card')).split('~')[0]!)
    const claims = parseJsonObject(jws.payload, 'credential')
    const served = await fetch(`${issuer.url}/types/${encodeURIComponent(String(claims['vct']))}`)
    const hash = createHash('sha256')
      .update(Buffer.from(await served.arrayBuffer()))
      .digest('base64')
    expect(claims['vct#integrity']).toBe(`sha256-${hash}`)
  })
})

describe('vc+sd-jwt (W3C VCDM 2.0 by VC-JOSE-COSE)', () => {
  test('is an SD-JWT of a W3C credential, whose subject discloses claim by claim', async () => {
    const keys = await issuerKeys()
    const verified = await verifySdJwt(
      await receive('id-card-w3c'),
      {
        typ: ['vc+sd-jwt'],
        now: issuer.clock.now,
        skewSeconds: 0,
        keyBinding: { mode: 'absent' },
        findKeys: () => keys,
      },
      nodePlatform,
    )
    const { claims } = verified
    expect(claims).toMatchObject({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/undefined-terms/v2'],
      type: ['VerifiableCredential', 'ThaiNationalIdCard'],
      issuer: claims['iss'],
      validFrom: date(today()),
      validUntil: date(today() + 90 * DAY),
      credentialSubject: { given_name: 'Somchai', family_name: 'Jaidee' },
      exp: today() + 90 * DAY,
      cnf: boundKey(),
    })
    // VCDM 2.0, section 4.3: no claim of ours at the top, and nothing of it hidden but what is the subject's.
    expect(verified.disclosedPaths.every(([first]) => first === 'credentialSubject')).toBe(true)
    expect(verified.disclosedPaths).toContainEqual(['credentialSubject', 'given_name'])
  })
})

describe('jwt_vc_json (W3C VCDM 1.1)', () => {
  test('is a JWT of Veramo’s provider that another library verifies, with the holder as its subject', async () => {
    const jwt = await receive('id-card-jwt')
    const { body: didDocument } = await call(`${issuer.url}/.well-known/did.json`)
    const resolver = {
      resolve: async () => ({ didDocument: didDocument as never, didDocumentMetadata: {}, didResolutionMetadata: {} }),
    }
    const policies = { now: issuer.clock.now.getTime() / 1000 }
    const { payload, verified } = (await verifyCredential(jwt, resolver, { policies })) as {
      payload: JsonObject
      verified: boolean
    }
    expect(verified).toBe(true)
    const subject = `did:jwk:${Buffer.from(JSON.stringify(boundKey().jwk)).toString('base64url')}`
    expect(payload).toMatchObject({
      sub: subject,
      nbf: today(),
      exp: today() + 90 * DAY,
      cnf: boundKey(),
      vc: { type: ['VerifiableCredential', 'ThaiNationalIdCard'], credentialSubject: { given_name: 'Somchai' } },
    })
    const { header } = parseJws(jwt)
    expect(header).toMatchObject({ alg: 'ES256', typ: 'JWT', kid: expect.stringMatching(/^did:web:127\.0\.0\.1/) })
    await verifyJws(parseJws(jwt), await issuerKeys(), { what: 'credential' })
  })
})

test('each form has a status of its own, and revoking the type revokes every form', async () => {
  const credentials = [await receive('id-card'), await receive('id-card-w3c'), await receive('id-card-jwt')]
  const places = credentials.map((credential) => {
    const claims = parseJsonObject(parseJws(credential.split('~')[0]!).payload, 'credential') as Record<string, any>
    return claims['status'].status_list as { uri: string; idx: number }
  })
  expect(new Set(places.map(({ uri, idx }) => `${uri} ${idx}`)).size).toBe(3)
  const revocation = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'a test' }
  await postJson(`${issuer.url}/operator/revocations`, revocation, OPERATOR_TOKEN)
  for (const { idx } of places) {
    const row = await issuer.db
      .selectFrom('issuance')
      .select('revoked_at')
      .where('status_index', '=', idx)
      .executeTakeFirstOrThrow()
    expect(row.revoked_at).not.toBeNull()
  }
})
