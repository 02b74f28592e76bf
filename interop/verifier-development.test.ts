// The development switch: credentials of other issuers, whom no bundle knows.
import { createHash, randomBytes } from 'node:crypto'
import { generateNodeSigner } from '@bai/credential/node'
import { readDevelopmentTrust } from '@bai/verifier/node'
import { Kms, SdJwtVcRecord } from '@credo-ts/core'
import { SDJwtInstance } from '@sd-jwt/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CredoWallet, openCredoWallet } from './support/credo-wallet.ts'
import { MEMBERSHIP } from './support/interop-policies.ts'
import { type Outcome, startInteropVerifier } from './support/interop-verifier.ts'
import { openOpenid4vpWallet } from './support/openid4vp-wallet.ts'
import { presentByCredo } from './support/present-by-credo.ts'
import { presentSdJwt } from './support/present-sd-jwt.ts'

const CLAIMS = { level: 'gold', since: '2020' }
const ISSUER = 'https://club.example'
const HIDDEN = ['level', 'since'] as const

const warningsOf = ({ verdict }: Outcome) =>
  verdict?.checks.flatMap(({ outcome, code }) => (outcome === 'warning' ? [code] : []))

function expectTried(outcome: Outcome) {
  expect([outcome.verdict?.outcome, outcome.verdict?.code]).toEqual(['accepted', 'accepted'])
  expect(warningsOf(outcome)).toEqual(['issuer_for_development', 'status_unknown_for_development'])
  expect(outcome.verdict?.credentials).toMatchObject([{ issuer: { id: 'development' }, claims: { level: 'gold' } }])
  expect(outcome.verdict?.credentials[0]?.claims).not.toHaveProperty('since')
}

describe('issued by @sd-jwt/core 0.19, presented by @openid4vc/openid4vp 0.4.6', () => {
  const signer = generateNodeSigner()
  const holder = generateNodeSigner()

  /** Asks for the membership, where one key is believed. */
  async function tryWith(trustedKey: object) {
    const issuer = new SDJwtInstance<Record<string, unknown>>({
      signAlg: 'ES256',
      hashAlg: 'sha-256',
      hasher: (data) =>
        createHash('sha256')
          .update(typeof data === 'string' ? data : new Uint8Array(data))
          .digest(),
      saltGenerator: () => randomBytes(16).toString('base64url'),
      signer: async (data) => Buffer.from(await signer.sign(data)).toString('base64url'),
    })
    const { kty, crv, x, y } = holder.publicJwk
    const claims = {
      iss: ISSUER,
      vct: MEMBERSHIP,
      iat: Math.floor(Date.now() / 1000),
      cnf: { jwk: { kty, crv, x, y } },
      status: { status_list: { uri: `${ISSUER}/status/1`, idx: 7 } },
      ...CLAIMS,
    }
    const header = { typ: 'dc+sd-jwt', kid: 'key-1' }
    const credential = await issuer.issue(claims, { _sd: [...HIDDEN] } as never, { header })
    const trustedForDevelopment = await readDevelopmentTrust(JSON.stringify(trustedKey))
    const verifier = await startInteropVerifier(undefined, { trustedForDevelopment })
    try {
      const wallet = openOpenid4vpWallet(verifier.developmentAnchor)
      const made = await verifier.ask('membership')
      const request = await wallet.resolve(made.request_uri)
      const asked = request.authorizationRequestPayload
      await wallet.answer(request, { card: [await presentSdJwt({ credential, key: holder }, { level: true }, asked)] })
      return await verifier.outcomeOf(made)
    } finally {
      await verifier.close()
    }
  }

  test('is accepted with warnings where its key is believed', async () => {
    expectTried(await tryWith({ ...signer.publicJwk }))
  })

  test('is rejected where another key is', async () => {
    const { verdict } = await tryWith({ ...generateNodeSigner().publicJwk })
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'signature_invalid', credentials: [] })
  })
})

describe('issued and presented by Credo 0.6', () => {
  let wallet: CredoWallet
  let issuerCertificate: string
  beforeAll(async () => {
    wallet = await openCredoWallet()
    const newKey = async () => {
      const { publicJwk } = await wallet.kms.createKey({ type: { kty: 'EC', crv: 'P-256' } })
      return Kms.PublicJwk.fromPublicJwk(publicJwk)
    }
    const authorityKey = await newKey()
    const certificate = await wallet.x509.createCertificate({
      authorityKey,
      issuer: { commonName: 'Club' },
      extensions: { subjectAlternativeName: { name: [{ type: 'url', value: ISSUER }] } },
    })
    issuerCertificate = certificate.toString('pem')
    certificate.publicJwk.keyId = authorityKey.keyId
    const holderKey = await newKey()
    const { compact } = await wallet.sdJwtVc.sign({
      issuer: { method: 'x5c', x5c: [certificate], issuer: ISSUER },
      holder: { method: 'jwk', jwk: holderKey },
      payload: { vct: MEMBERSHIP, ...CLAIMS },
      disclosureFrame: { _sd: [...HIDDEN] },
    })
    const instance = { compactSdJwtVc: compact, kmsKeyId: holderKey.keyId }
    await wallet.sdJwtVc.store({ record: new SdJwtVcRecord({ credentialInstances: [instance] }) })
  })
  afterAll(() => wallet.shutdown())

  async function tryWith(trust: string | undefined) {
    const trustedForDevelopment = trust === undefined ? undefined : await readDevelopmentTrust(trust)
    const verifier = await startInteropVerifier(undefined, { trustedForDevelopment })
    try {
      const made = await verifier.ask('membership')
      await presentByCredo(wallet, made.request_uri)
      return await verifier.outcomeOf(made)
    } finally {
      await verifier.close()
    }
  }

  test('under a certificate of its own making is accepted with warnings where that is believed', async () => {
    expectTried(await tryWith(issuerCertificate))
  })

  test('is rejected without the switch', async () => {
    const { verdict } = await tryWith(undefined)
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'issuer_not_trusted', credentials: [] })
  })
})
