import { encodeDidJwk, type JsonObject } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { type Case, decide, NOW, OTHER_VCT, otherIssuer, requestOf, seconds } from './support/gate.ts'
import { presentJwt, presentW3c, W3C_TYPE, type W3cOptions, w3cRequest } from './support/w3c.ts'

const FORMS: readonly (readonly [string, (options?: W3cOptions) => Promise<Case>])[] = [
  ['vc+sd-jwt with a key binding JWT', (options) => presentW3c(options)],
  ['vc+sd-jwt enveloped in a vp+sd-jwt', (options) => presentW3c({ ...options, form: 'envelope' })],
  ['jwt_vc_json in a presentation as a JWT', (options) => presentJwt(options)],
]

describe.each(FORMS)('%s', (_form, present) => {
  test('is accepted, and shows of the subject what was asked for', async () => {
    const verdict = await decide(await present())
    expect(verdict).toMatchObject({ outcome: 'accepted', code: 'accepted' })
    expect(verdict.credentials).toMatchObject([{ vct: W3C_TYPE, claims: { given_name: 'Anong' } }])
    expect(Object.keys(verdict.credentials[0]?.claims ?? {})).toEqual(['given_name'])
  })

  test('is rejected when it is revoked', async () => {
    const of = await present()
    const verdict = await decide({ ...of, bundle: { ...of.bundle, statuses: { 5: 1 } } })
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'credential_revoked'])
  })

  test('is rejected when it answers another request, or another verifier', async () => {
    for (const [changed, code] of [
      [{ nonce: 'm'.repeat(43) }, 'key_binding_nonce_mismatch'],
      [{ client_id: 'decentralized_identifier:did:web:other.example' }, 'key_binding_audience_mismatch'],
    ] as const) {
      const of = await present()
      const verdict = await decide({ ...of, request: { ...(of.request ?? requestOf()), ...changed } })
      expect([verdict.outcome, verdict.code]).toEqual(['rejected', code])
    }
  })

  test('is rejected when its issuer may not issue the type', async () => {
    const of = await present()
    const verdict = await decide({ ...of, bundle: { issuers: [{ credential_types: [OTHER_VCT] }] } })
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'credential_type_not_authorized'])
  })

  test('is rejected when a key of another issuer signed it', async () => {
    const verdict = await decide(await present({ header: { kid: otherIssuer.kid } }))
    expect(verdict.outcome).toBe('rejected')
    expect(['issuer_not_trusted', 'signature_invalid', 'key_not_found']).toContain(verdict.code)
  })

  test('is rejected when it has expired by its exp', async () => {
    const verdict = await decide(await present({ claims: { exp: seconds(NOW) - 61 } }))
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'credential_expired'])
  })

  test('is rejected with the holder’s key of somebody else', async () => {
    const thief = generateNodeSigner()
    const verdict = await decide(await present({ claims: { cnf: { jwk: thief.publicJwk } } }))
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'key_binding_signature_invalid'])
  })

  test('is rejected when another type was asked for', async () => {
    const of = await present()
    const request = of.request ?? requestOf()
    const [query] = request.dcql_query.credentials
    const other = { ...query!, meta: { type_values: [['VerifiableCredential', 'AnotherCard']] } }
    const verdict = await decide({
      ...of,
      request: { ...request, dcql_query: { credentials: [other] } } as typeof request,
    })
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'credential_type_mismatch'])
  })

  test('is rejected without a type of its own', async () => {
    const type = ['VerifiableCredential']
    const context = ['https://www.w3.org/2018/credentials/v1']
    const vc = { '@context': context, type, credentialSubject: { given_name: 'Anong' } }
    const verdict = await decide(await present({ claims: { type, vc } }))
    expect(verdict.outcome).toBe('rejected')
  })
})

describe('the rules of the data model 2.0', () => {
  test.each<readonly [string, W3cOptions, string]>([
    ['a context of 1.1', { claims: { '@context': ['https://www.w3.org/2018/credentials/v1'] } }, 'claim_invalid'],
    ['no list of contexts', { claims: { '@context': 'https://www.w3.org/ns/credentials/v2' } }, 'claim_invalid'],
    ['no subject', { claims: { credentialSubject: ['urn:a', 'urn:b'] }, frame: {} }, 'claim_invalid'],
    ['a validUntil that is over', { claims: { validUntil: '2026-11-20T08:58:59Z' } }, 'credential_expired'],
    ['a validFrom to come', { claims: { validFrom: '2026-11-20T09:01:01Z' } }, 'credential_not_yet_valid'],
    ['a date without a zone', { claims: { validUntil: '2027-11-20T09:00:00' } }, 'claim_invalid'],
    ['a withheld validUntil', { frame: { hidden: ['validUntil'] }, disclose: ['validUntil'] }, 'claim_not_disclosable'],
    ['the typ of an SD-JWT VC', { header: { typ: 'dc+sd-jwt' } }, 'typ_unexpected'],
    ['too much shown', { disclose: ['given_name', 'family_name'] }, 'claims_not_requested'],
    ['too little shown', { disclose: [] }, 'claims_missing'],
  ])('%s is refused', async (_what, options, code) => {
    const verdict = await decide(await presentW3c(options))
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', code])
  })

  test('a minute of skew is allowed to its dates', async () => {
    const claims = { validFrom: '2026-11-20T09:01:00Z', validUntil: '2026-11-20T08:59:01Z' }
    expect((await decide(await presentW3c({ claims }))).outcome).toBe('accepted')
  })
})

describe('the envelope', () => {
  const enveloped = (presentation: JsonObject) => presentW3c({ form: 'envelope', presentation })

  test.each([
    ['no credential', { verifiableCredential: [] }],
    ['two credentials', { verifiableCredential: [{}, {}] }],
    ['a credential without an envelope', { verifiableCredential: [{ id: 'urn:x' }] }],
  ] as const)('with %s is refused', async (_what, presentation) => {
    const verdict = await decide(await enveloped(presentation as unknown as JsonObject))
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'sd_jwt_malformed'])
  })

  test('may tell its time, which is then looked at', async () => {
    expect((await decide(await enveloped({ iat: seconds(NOW) - 300 }))).outcome).toBe('accepted')
    expect((await decide(await enveloped({ iat: seconds(NOW) - 361 }))).code).toBe('key_binding_too_old')
    expect((await decide(await enveloped({ exp: seconds(NOW) - 61 }))).code).toBe('key_binding_too_old')
  })
})

describe('a JWT', () => {
  test('shows nothing that was not asked for, though it can only be presented whole', async () => {
    const of = await presentJwt({ request: w3cRequest('jwt_vc_json', ['birthdate']) })
    const [seen] = (await decide(of)).credentials
    expect(seen?.claims).toEqual({ birthdate: '1990-01-01' })
  })

  test('without cnf is bound to the DID of its subject, and to no other', async () => {
    expect((await decide(await presentJwt({ boundBy: 'subject' }))).outcome).toBe('accepted')
    const someoneElse = encodeDidJwk(generateNodeSigner().publicJwk)
    const other = await presentJwt({ boundBy: 'subject', presentationHeader: { kid: `${someoneElse}#0` } })
    expect((await decide(other)).code).toBe('key_binding_key_missing')
  })

  test.each([
    ['no credential', { vp: { verifiableCredential: [] } }],
    ['two credentials', { vp: { verifiableCredential: ['a', 'b'] } }],
    ['no vp', { vp: 1 }],
  ] as const)('in a presentation with %s is refused', async (_what, presentation) => {
    const verdict = await decide(await presentJwt({ presentation: presentation as never }))
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'claim_invalid'])
  })
})
