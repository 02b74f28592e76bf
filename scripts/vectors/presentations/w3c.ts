import { digest, disclosure, encode, jws, type KeyName, NOW, publicKey, SECRET } from '../attacks/forge.ts'
import {
  AUDIENCE,
  accepted,
  bound,
  cnf,
  KID,
  NONCE,
  type PresentationCase,
  policy,
  refused,
  status,
  W3C_TYPE,
} from './presentation-case.ts'

type Fields = Readonly<Record<string, unknown>>

const ISSUER = 'did:web:issuer.example'
const V2 = 'https://www.w3.org/ns/credentials/v2'
const V1 = 'https://www.w3.org/2018/credentials/v1'
const HOLDER_DID = `did:jwk:${encode(publicKey('holder'))}`
const hidden = disclosure('given_name', SECRET)
const unasked = disclosure('family_name', SECRET)
const typed = { type: ['VerifiableCredential', W3C_TYPE] }

/** What asks for the name of the subject. */
export const W3C_QUERY = {
  format: 'vc+sd-jwt',
  meta: { type_values: [typed.type] },
  claims: [{ path: ['credentialSubject', 'given_name'] }],
}
const asking = (format: string) => ({ policy: policy({}, { ...W3C_QUERY, format }) })
const sdJwt = { clause: 'VC-JOSE-COSE, 3.2.1; RFC 9901, 7.3', options: asking('vc+sd-jwt') }
const envelope = { clause: 'VC-JOSE-COSE, 3.2.2; VCDM 2.0, 4.13', options: asking('vc+sd-jwt') }
const jwt = { clause: 'VCDM 1.1, 6.3.1; OpenID4VP 1.0, B.1.3.1', options: asking('jwt_vc_json') }

/** Of the data model 2.0, with two names of the subject hidden. */
function credential(claims: Fields = {}, typ = 'vc+sd-jwt'): string {
  const payload = {
    '@context': [V2],
    ...typed,
    issuer: ISSUER,
    validFrom: '2025-12-31T00:00:00Z',
    validUntil: '2026-01-02T00:00:00Z',
    credentialSubject: { _sd: [digest(hidden), digest(unasked)] },
    iat: NOW,
    cnf,
    status,
    ...claims,
  }
  return jws({ alg: 'ES256', typ, kid: KID }, payload)
}

/** A presentation of the W3C model around a credential with one name shown. */
export function enveloped(changes: Fields = {}, key: KeyName = 'holder', inner = `${credential()}~${hidden}~`): string {
  const verifiableCredential = [
    { '@context': V2, type: 'EnvelopedVerifiableCredential', id: `data:application/vc+sd-jwt,${inner}` },
  ]
  const payload = {
    '@context': [V2],
    type: ['VerifiablePresentation'],
    verifiableCredential,
    nonce: NONCE,
    aud: AUDIENCE,
  }
  return `${jws({ alg: 'ES256', typ: 'vp+sd-jwt' }, { ...payload, ...changes }, key)}~`
}

/** A credential of the data model 1.1 as a JWT. */
function jwtCredential(claims: Fields = {}): string {
  const vc = {
    '@context': [V1],
    ...typed,
    credentialSubject: { id: HOLDER_DID, given_name: SECRET, family_name: SECRET },
  }
  return jws(
    { alg: 'ES256', typ: 'JWT', kid: KID },
    { iss: ISSUER, iat: NOW, exp: NOW + 1, vc, cnf, status, ...claims },
  )
}

function jwtPresentation(inner: string, changes: Fields = {}, key: KeyName = 'holder'): string {
  const vp = { '@context': [V1], type: ['VerifiablePresentation'], verifiableCredential: [inner] }
  const payload = { iss: HOLDER_DID, aud: AUDIENCE, nonce: NONCE, vp, ...changes }
  return jws({ alg: 'ES256', typ: 'JWT', kid: `${HOLDER_DID}#0` }, payload, key)
}

const revoked = { status: { status_list: { ...status.status_list, idx: 9 } } }

/** W3C credentials in the three forms in which wallets show them. */
export function w3cPresentations(): readonly PresentationCase[] {
  return [...keyBindingCases(), ...envelopeCases(), ...jwtCases()]
}

function keyBindingCases(): readonly PresentationCase[] {
  const show = (claims?: Fields, typ?: string) => bound(credential(claims, typ), [hidden])
  return [
    accepted(sdJwt, ['w3c-kb-good', 'vc+sd-jwt with a key binding JWT'], show()),
    refused(sdJwt, ['w3c-kb-nonce', 'the nonce of another request'], bound(credential(), [hidden], { nonce: SECRET }), [
      'rejected',
      'key_binding_nonce_mismatch',
    ]),
    refused(sdJwt, ['w3c-kb-missing', 'no key binding'], `${credential()}~${hidden}~`, [
      'rejected',
      'key_binding_missing',
    ]),
    refused(sdJwt, ['w3c-typ', 'the typ of an SD-JWT VC'], show({}, 'dc+sd-jwt'), ['rejected', 'typ_unexpected']),
    refused(sdJwt, ['w3c-context', 'the context of the data model 1.1'], show({ '@context': [V1] }), [
      'rejected',
      'claim_invalid',
    ]),
    refused(sdJwt, ['w3c-over', 'validUntil is this second'], show({ validUntil: '2026-01-01T00:00:00Z' }), [
      'rejected',
      'credential_expired',
    ]),
    refused(sdJwt, ['w3c-revoked', 'a credential that is revoked'], show(revoked), ['rejected', 'credential_revoked']),
    refused(sdJwt, ['w3c-unasked', 'a name that was not asked for'], bound(credential(), [hidden, unasked]), [
      'rejected',
      'claims_not_requested',
    ]),
  ]
}

function envelopeCases(): readonly PresentationCase[] {
  const one = { type: 'EnvelopedVerifiableCredential', id: `data:application/vc+sd-jwt,${credential()}~` }
  return [
    accepted(envelope, ['w3c-envelope-good', 'vc+sd-jwt in a vp+sd-jwt'], enveloped()),
    refused(envelope, ['w3c-envelope-stranger', 'signed by somebody else'], enveloped({}, 'stranger'), [
      'rejected',
      'key_binding_signature_invalid',
    ]),
    refused(envelope, ['w3c-envelope-aud', 'made for another verifier'], enveloped({ aud: SECRET }), [
      'rejected',
      'key_binding_audience_mismatch',
    ]),
    refused(
      envelope,
      ['w3c-envelope-two', 'two credentials for one query'],
      enveloped({ verifiableCredential: [one, one] }),
      ['rejected', 'sd_jwt_malformed'],
    ),
  ]
}

function jwtCases(): readonly PresentationCase[] {
  return [
    accepted(jwt, ['w3c-jwt-good', 'a JWT in a presentation as a JWT'], jwtPresentation(jwtCredential())),
    refused(jwt, ['w3c-jwt-stranger', 'shown by somebody else'], jwtPresentation(jwtCredential(), {}, 'stranger'), [
      'rejected',
      'key_binding_signature_invalid',
    ]),
    refused(
      jwt,
      ['w3c-jwt-nonce', 'the nonce of another request'],
      jwtPresentation(jwtCredential(), { nonce: SECRET }),
      ['rejected', 'key_binding_nonce_mismatch'],
    ),
    refused(jwt, ['w3c-jwt-bare', 'the credential without a presentation'], jwtCredential(), [
      'rejected',
      'claim_invalid',
    ]),
    refused(jwt, ['w3c-jwt-over', 'exp is this second'], jwtPresentation(jwtCredential({ exp: NOW })), [
      'rejected',
      'credential_expired',
    ]),
    refused(jwt, ['w3c-jwt-revoked', 'a credential that is revoked'], jwtPresentation(jwtCredential(revoked)), [
      'rejected',
      'credential_revoked',
    ]),
  ]
}
