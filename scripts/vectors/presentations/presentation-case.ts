import { deflateSync } from 'node:zlib'
import type { Attack } from '../attacks/attack.ts'
import { base64url, digest, disclosure, jws, NOW, publicKey, SECRET } from '../attacks/forge.ts'
import { certificate } from './forge-certificate.ts'

/** A whole presentation and everything that decides on it. */
export type PresentationCase = Omit<Attack, 'rule'>

export const NONCE = `nonce-${SECRET}`
export const AUDIENCE = `x509_hash:${SECRET}`
const ISSUER = 'did:web:issuer.example'
export const KID = `${ISSUER}#key-1`
const VCT = 'urn:example:card:1'
export const W3C_TYPE = 'ExampleCard'
export const LIST = 'https://issuer.example/status/1'
export const cnf = { jwk: publicKey('holder') }
export const status = { status_list: { uri: LIST, idx: 5 } }
export const given = disclosure('given_name', SECRET)
export const surname = disclosure('family_name', SECRET)

const ROOT = { subject: 'Example Root', key: 'authority' } as const
export const ROOT_CERTIFICATE = certificate({ ...ROOT, by: ROOT })
const name = { th: 'ทดสอบ', en: 'Test' }
const did_document = {
  id: ISSUER,
  verificationMethod: [{ id: KID, type: 'JsonWebKey', controller: ISSUER, publicKeyJwk: publicKey('issuer') }],
  assertionMethod: [KID],
}
export const BY_DID = { id: ISSUER, name, did_document, credential_types: [VCT, W3C_TYPE], since: 0 }
/** Nothing but its certificates tells its key. */
export const BY_CERTIFICATE = {
  id: 'https://certified.example',
  name,
  certificate_authorities: [ROOT_CERTIFICATE],
  credential_types: [VCT],
  since: 0,
}

type Fields = Readonly<Record<string, unknown>>

/** A status list of sixteen, one bit each, in which entry 9 is revoked. */
export function statusList(header: Fields = { kid: KID }, iat = NOW): string {
  const lst = base64url(deflateSync(Buffer.from([0, 0b10])))
  const payload = { sub: LIST, iat, exp: NOW + 86_400, ttl: 3600, status_list: { bits: 1, lst } }
  return jws({ alg: 'ES256', typ: 'statuslist+jwt', ...header }, payload)
}

/** A bundle that was made at NOW, with its list, is due again after an hour and over after a day (docs/bundle.md). */
export function bundle(changes: Fields = {}): string {
  const payload = {
    version: 1,
    sequence: 1,
    iat: NOW,
    next: NOW + 3600,
    exp: NOW + 86_400,
    issuers: [BY_DID],
    status_lists: [statusList()],
    type_metadata: {},
    verifiers: [],
    ...changes,
  }
  return jws({ alg: 'ES256', typ: 'bai-bundle+jwt' }, payload, 'anchor')
}

/** What asks for `given_name` of an SD-JWT VC. Clocks agree to the second. */
export function policy(changes: Fields = {}, query: Fields = {}): Fields {
  const asked = { id: 'card', format: 'dc+sd-jwt', meta: { vct_values: [VCT] }, claims: [{ path: ['given_name'] }] }
  return {
    name: 'gate',
    client_name: name,
    purpose: name,
    dcql_query: { credentials: [{ ...asked, ...query }] },
    skew_seconds: 0,
    ...changes,
  }
}

/** The claims of an SD-JWT VC that hides two names. Its issuer signs it, whoever it says it is. */
export function credential(claims: Fields = {}, header: Fields = { kid: KID }): string {
  const base = { iss: ISSUER, vct: VCT, iat: NOW, exp: NOW + 86_400, cnf, status }
  const payload = { ...base, _sd: [digest(given), digest(surname)], ...claims }
  return jws({ alg: 'ES256', typ: 'dc+sd-jwt', ...header }, payload)
}

/** Shows disclosures of a credential and proves the holder's key over them. */
export function bound(token: string, disclosures: readonly string[] = [given], changes: Fields = {}): string {
  const text = `${[token, ...disclosures].join('~')}~`
  const answer = { iat: NOW, aud: AUDIENCE, nonce: NONCE, sd_hash: digest(text), ...changes }
  return text + jws({ alg: 'ES256', typ: 'kb+jwt' }, answer, 'holder')
}

/** What the cases of a family share. */
export type PresentationFamily = { readonly clause: string; readonly options?: Fields }

/** An answer to a request, unless the family or the options say otherwise. */
const ANSWER = { now: NOW, kb: { required: true, nonce: NONCE, aud: AUDIENCE }, policy: policy(), bundle: bundle() }

/** A presentation that is accepted. @param claims what it shows of the person */
export function accepted(
  family: PresentationFamily,
  [id, title]: readonly [string, string],
  input: string,
  options: Fields = {},
  claims: Fields = { given_name: SECRET },
): PresentationCase {
  return {
    ...caseOf(family, [id, title], input, options),
    expect: { accepted: true, outcome: 'accepted', claims } as never,
  }
}

/** A presentation that is rejected, or left undecided for want of newer data. */
export function refused(
  family: PresentationFamily,
  [id, title]: readonly [string, string],
  input: string,
  [outcome, code]: readonly ['rejected' | 'undecided', string],
  options: Fields = {},
): PresentationCase {
  return { ...caseOf(family, [id, title], input, options), expect: { accepted: false, outcome, code } }
}

/** A bundle that does not open decides on nothing. */
export function spoiled(
  family: PresentationFamily,
  [id, title]: readonly [string, string],
  input: string,
  code: string,
  options: Fields,
): PresentationCase {
  return { ...caseOf(family, [id, title], input, options), expect: { accepted: false, code } }
}

function caseOf(
  { clause, options: shared }: PresentationFamily,
  [id, title]: readonly [string, string],
  input: string,
  options: Fields,
): Omit<PresentationCase, 'expect'> {
  const all = { ...ANSWER, ...shared, ...options }
  return { id, clause, title, kind: 'presentation', input, key: publicKey('anchor'), options: all }
}
