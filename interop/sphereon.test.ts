import { signJws } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { OpenID4VCIClientV1_0_15 } from '@sphereon/oid4vci-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOffer } from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true, draftProofs: true })
})
afterAll(() => issuer.close())

async function receive(offerUri: string, txCode: string, id: string, format: string) {
  const client = await OpenID4VCIClientV1_0_15.fromURI({
    uri: offerUri,
    clientId: 'sphereon',
    retrieveServerMetadata: true,
  })
  await client.acquireAccessToken({ pin: txCode })
  const holder = generateNodeSigner()
  const { kty, crv, x, y } = holder.publicJwk
  return client.acquireCredentials({
    credentialConfigurationId: id,
    format: format as never,
    alg: 'ES256',
    jwk: { kty, crv, x, y } as never,
    proofCallbacks: {
      signCallback: async ({ header, payload }) => {
        const { alg: _alg, ...rest } = JSON.parse(JSON.stringify(header))
        return signJws(rest, JSON.parse(JSON.stringify(payload)), holder)
      },
    },
  })
}

describe('Sphereon 0.20 by pre-authorised code', () => {
  test.each([
    ['id-card', 'dc+sd-jwt'],
    ['house-registration', 'dc+sd-jwt'],
  ])('receives %s (%s)', async (id, format) => {
    const { answer, txCode } = await makeOffer(issuer, NUMBERS.head, { types: [id] })
    const received = await receive(answer.body['offer_uri'], txCode, id, format)
    expect(received.credentials).toHaveLength(1)
  })
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
