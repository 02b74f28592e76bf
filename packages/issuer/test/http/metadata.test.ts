import { X509Certificate } from 'node:crypto'
import { encodeDidWeb, keysOf, parseJsonObject, parseJws, TypeMetadataSchema, verifyJws } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from '../support/protocol.ts'
import { houseLine, personLine } from '../support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()])
})
afterAll(() => issuer.close())

test('the metadata names its endpoints, and tells wallets that it is of 1.0 (OpenID4VCI 1.0, section 12.2.4)', async () => {
  const { body, headers } = await call(`${issuer.url}/.well-known/openid-credential-issuer`)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(body).toMatchObject({
    credential_issuer: issuer.url,
    credential_endpoint: `${issuer.url}/credential`,
    nonce_endpoint: `${issuer.url}/nonce`,
  })
  expect(body['batch_credential_issuance'].batch_size).toBeGreaterThanOrEqual(2)
  const configurations = Object.entries<any>(body['credential_configurations_supported'])
  expect(configurations.map(([id, { format }]) => [id, format])).toEqual([
    ['id-card', 'dc+sd-jwt'],
    ['house-registration', 'dc+sd-jwt'],
    ['id-card-w3c', 'vc+sd-jwt'],
    ['house-registration-w3c', 'vc+sd-jwt'],
    ['id-card-jwt', 'jwt_vc_json'],
    ['house-registration-jwt', 'jwt_vc_json'],
  ])
  for (const [, configuration] of configurations) {
    expect(configuration.proof_types_supported).toEqual({ jwt: { proof_signing_alg_values_supported: ['ES256'] } })
    // Without credential_metadata a wallet takes the issuer for one of a draft.
    const { display, claims } = configuration.credential_metadata
    expect(display.map(({ locale }: { locale: string }) => locale)).toEqual(['th', 'en'])
    for (const claim of claims)
      expect(claim.display.map(({ locale }: { locale: string }) => locale)).toEqual(['th', 'en'])
  }
})

test('the authorisation server names its endpoints, and what it takes (RFC 8414)', async () => {
  const { body } = await call(`${issuer.url}/.well-known/oauth-authorization-server`)
  expect(body).toMatchObject({
    issuer: issuer.url,
    token_endpoint: `${issuer.url}/token`,
    authorization_endpoint: `${issuer.url}/authorize`,
    pushed_authorization_request_endpoint: `${issuer.url}/par`,
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:pre-authorized_code',
    ],
    // Wallets send PKCE only where it is announced, and look for iss only where it is promised (RFC 9207, section 2.3).
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    dpop_signing_alg_values_supported: ['ES256'],
    token_endpoint_auth_methods_supported: ['none'],
  })
})

test('whoever accepts a JWT gets the same metadata signed (OpenID4VCI 1.0, section 12.2.3)', async () => {
  const url = `${issuer.url}/.well-known/openid-credential-issuer`
  const response = await fetch(url, { headers: { accept: 'application/jwt' } })
  expect(response.headers.get('content-type')).toBe('application/jwt')
  const jws = parseJws(await response.text())
  const { body: document } = await call(`${issuer.url}/.well-known/did.json`)
  const keys = keysOf(document as never, 'assertionMethod').filter(({ kid }) => kid === jws.header['kid'])
  await verifyJws(jws, await Promise.all(keys.map((key) => nodePlatform.importKey(key))), {
    typ: ['openidvci-issuer-metadata+jwt'],
    what: 'metadata',
  })
  const { sub, iat, iss, exp, ...metadata } = parseJsonObject(jws.payload, 'metadata')
  expect([sub, iss]).toEqual([issuer.url, issuer.url])
  expect(Number(exp) - Number(iat)).toBe(86_400)
  expect(metadata).toEqual((await call(url)).body)
})

test('DID document and jwt-vc-issuer hold the same public keys, and no private one', async () => {
  const { body: document } = await call(`${issuer.url}/.well-known/did.json`)
  const { body: jwtVcIssuer } = await call(`${issuer.url}/.well-known/jwt-vc-issuer`)
  expect(document['id']).toBe(encodeDidWeb(issuer.url))
  expect(jwtVcIssuer['issuer']).toBe(document['id'])
  expect(jwtVcIssuer['jwks'].keys).toEqual(keysOf(document as never, 'assertionMethod'))
  expect(JSON.stringify([document, jwtVcIssuer])).not.toContain('"d":')
})

test('jwt-vc-issuer has the certificates of certified keys (RFC 7517, section 4.7)', async () => {
  const certified = await startTestIssuer([houseLine(), personLine()], { development: true })
  try {
    const { body } = await call(`${certified.url}/.well-known/jwt-vc-issuer`)
    const [{ x5c, x }] = body['jwks'].keys
    const { publicKey } = new X509Certificate(Buffer.from(x5c[0], 'base64'))
    expect(publicKey.export({ format: 'jwk' }).x).toBe(x)
  } finally {
    await certified.close()
  }
})

test.each(['urn:bai:th:id-card:1', 'urn:bai:th:house-registration:1'])('type metadata of %s is served', async (vct) => {
  const { status, body } = await call(`${issuer.url}/types/${encodeURIComponent(vct)}`)
  expect(status).toBe(200)
  expect(TypeMetadataSchema.parse(body).vct).toBe(vct)
  // What a holder cannot withhold is said to be so.
  const always = body['claims']
    .filter(({ sd }: { sd: string }) => sd === 'never')
    .map(({ path }: { path: unknown[] }) => path.join('.'))
  expect(always).toContain('issuing_authority')
  expect(always).not.toContain('given_name')
})

test('what has no route is not found, and nothing tells what it runs on', async () => {
  const { status, body, headers } = await call(`${issuer.url}/admin`)
  expect({ status, error: body['error'] }).toEqual({ status: 404, error: 'not_found' })
  expect(headers.get('x-powered-by')).toBeNull()
})
