import { encodeBase64urlText, parseJsonObject } from '@bai/credential'
import { issuer, LIST, NOW, OTHER_VCT, otherIssuer, seconds } from './gate.ts'
import { createIssuer } from './parties.ts'
import { digestOf, hide, jwtParts, type Refusal, rejected, signed } from './refusal.ts'

const DAY = 86_400

const STRUCTURE = [
  rejected('answer_malformed', 'null', { answer: () => null }),
  rejected('answer_malformed', 'nothing', { answer: () => undefined }),
  rejected('answer_malformed', 'a number', { answer: () => 7 }),
  rejected('answer_malformed', 'a presentation alone', { answer: (presentation) => presentation }),
  rejected('answer_malformed', 'an array', { answer: (presentation) => [presentation] }),
  rejected('answer_malformed', 'a presentation not in an array', {
    answer: (presentation) => ({ card: presentation }),
  }),
  rejected('answer_malformed', 'an empty array of presentations', { answer: () => ({ card: [] }) }),
  rejected('answer_malformed', 'an array of numbers', { answer: () => ({ card: [1] }) }),
  rejected('answer_malformed', 'an object in the place of a presentation', { answer: () => ({ card: [{}] }) }),
  rejected('answer_malformed', 'a presentation of more than a million characters', {
    changed: (text) => 'A'.repeat(1_000_001) + text,
  }),
  rejected('answer_malformed', 'more presentations than any query has', {
    answer: (text) => ({ card: Array(21).fill(text) }),
  }),
  rejected('credential_not_presented', 'an empty answer', { answer: () => ({}) }),
  rejected('too_large', 'two thousand and one disclosures', {
    changed: (text) => text.replace('~', `~${'AA~'.repeat(2001)}`),
  }),
  rejected('sd_jwt_malformed', 'an empty presentation', { changed: () => '' }),
  rejected('sd_jwt_malformed', 'no tilde', { changed: (text) => text.split('~')[0]! }),
  rejected('sd_jwt_malformed', 'an empty disclosure', { changed: (text) => text.replace('~', '~~') }),
  rejected(
    'jws_malformed',
    'two parts in the place of three',
    jwtParts(([header = '', payload = '']) => [header, payload]),
  ),
  rejected(
    'base64url_malformed',
    'a payload that is not base64url',
    jwtParts(([header = '', , signature = '']) => [header, 'a+b=', signature]),
  ),
  rejected(
    'json_malformed',
    'a header that is no JSON',
    jwtParts(([, ...rest]) => [encodeBase64urlText('{'), ...rest]),
  ),
  rejected(
    'json_malformed',
    'a header with a name twice',
    jwtParts(([, ...rest]) => [encodeBase64urlText('{"alg":"ES256","alg":"none"}'), ...rest]),
  ),
]

const ISSUER = [
  rejected('issuer_not_trusted', 'an issuer that is not in the bundle', () => {
    const stranger = createIssuer('did:web:stranger.example')
    return { issued: { by: stranger, claims: { iss: stranger.did } } }
  }),
  rejected('issuer_not_trusted', 'no kid', () => signed({}, [], { kid: null })),
  rejected('issuer_not_trusted', 'iss of one issuer, kid and key of another', {
    issued: { by: otherIssuer, claims: { iss: issuer.did } },
  }),
  rejected('issuer_not_trusted', 'iss of another issuer, kid and key of this', {
    issued: { claims: { iss: otherIssuer.did } },
  }),
  rejected('issuer_not_trusted', 'an issuer and its key by did:jwk alone', () =>
    signed({ iss: 'did:jwk:e30' }, [], { kid: 'did:jwk:e30#0' }),
  ),
  rejected('key_not_found', 'a kid that the issuer does not have', () =>
    signed({}, [], { kid: `${issuer.did}#key-2` }),
  ),
  rejected('issuer_not_valid_then', 'issued before the issuer had authority', {
    bundle: { issuers: [{ since: seconds(NOW) }] },
  }),
  rejected('issuer_not_valid_then', 'issued after the issuer lost its authority', {
    bundle: { issuers: [{ until: seconds(NOW) - 2 * DAY }] },
  }),
  rejected('issuer_not_valid_then', 'no moment of issue', { issued: { claims: { iat: undefined, nbf: undefined } } }),
  rejected('credential_type_not_authorized', 'a type that this issuer may not issue', {
    issued: { claims: { vct: OTHER_VCT } },
  }),
  rejected('credential_type_not_authorized', 'the right type of an issuer who may not issue it', {
    issued: { by: otherIssuer, claims: { iss: otherIssuer.did } },
  }),
]

const SIGNATURE = [
  rejected('typ_unexpected', 'a status list in the place of a credential', () =>
    signed({}, [], { typ: 'statuslist+jwt' }),
  ),
  rejected('typ_unexpected', 'no typ', () => signed({}, [], { typ: null })),
  rejected('critical_header_unsupported', 'a critical header', () => signed({}, [], { crit: ['b64'], b64: false })),
  rejected('algorithm_not_allowed', 'alg none', () => signed({}, [], { alg: 'none' })),
  rejected('algorithm_not_allowed', 'a symmetric alg', () => signed({}, [], { alg: 'HS256' })),
  rejected('algorithm_not_allowed', 'an alg that is good elsewhere', () => signed({}, [], { alg: 'ES384' })),
  rejected(
    'signature_invalid',
    'a claim changed',
    jwtParts(([header = '', payload = '', signature = '']) => {
      const claims = parseJsonObject(payload, 'payload')
      return [header, encodeBase64urlText(JSON.stringify({ ...claims, country: 'LA' })), signature]
    }),
  ),
  rejected(
    'signature_invalid',
    'the signature of another',
    jwtParts(([header = '', payload = '']) => [header, payload, 'A'.repeat(86)]),
  ),
  rejected(
    'signature_invalid',
    'a signature cut short',
    jwtParts(([header = '', payload = '']) => [header, payload, 'AAAA']),
  ),
]

const DISCLOSURES = [
  rejected('hash_algorithm_unsupported', 'digests of MD5', () => signed({ _sd_alg: 'md5' })),
  rejected('disclosure_malformed', 'a disclosure of four parts', () => {
    const text = encodeBase64urlText('["salt-of-a-test","name",1,2]')
    return signed({ _sd: [digestOf(text)] }, [text])
  }),
  rejected('disclosure_unreferenced', 'a disclosure that no digest names', () => signed({}, [hide('rank')])),
  rejected('disclosure_unreferenced', 'a disclosure with another value', {
    changed: (text) =>
      text
        .split('~')
        .map((part, i) => (i === 1 ? hide('given_name', 'Somebody') : part))
        .join('~'),
  }),
  rejected('digest_malformed', 'a digest that is a number', () => signed({ _sd: [1] })),
  rejected('digest_duplicated', 'a digest twice', () =>
    signed({ _sd: [digestOf(hide('rank')), digestOf(hide('rank'))] }, [hide('rank')]),
  ),
  rejected('digest_duplicated', 'a disclosure twice', () =>
    signed({ _sd: [digestOf(hide('rank'))] }, [hide('rank'), hide('rank')]),
  ),
  rejected('claim_name_reserved', 'a claim called _sd', () => signed({ _sd: [digestOf(hide('_sd'))] }, [hide('_sd')])),
  rejected('claim_name_collision', 'a hidden claim over an open one', () =>
    signed({ _sd: [digestOf(hide('country'))] }, [hide('country')]),
  ),
  rejected('claim_not_disclosable', 'a hidden exp', {
    issued: { frame: { hidden: ['exp', 'given_name'] } },
    presented: { disclose: ['exp', 'given_name'] },
  }),
]

const VALIDITY = [
  rejected('claim_missing', 'no type', { issued: { claims: { vct: undefined } } }),
  rejected('claim_invalid', 'an exp that is a text', { issued: { claims: { exp: 'tomorrow' } } }),
  rejected('claim_invalid', 'a status of another kind', { issued: { claims: { status: { bitstring: 1 } } } }),
  rejected('claim_invalid', 'a status index below zero', {
    issued: { claims: { status: { status_list: { uri: LIST, idx: -1 } } } },
  }),
  rejected('credential_expired', 'an exp just behind the skew', { issued: { claims: { exp: seconds(NOW) - 60 } } }),
  rejected('credential_not_yet_valid', 'an nbf to come', { issued: { claims: { nbf: seconds(NOW) + 61 } } }),
  rejected('credential_issued_in_future', 'an iat to come', { issued: { claims: { iat: seconds(NOW) + 61 } } }),
]

/** What is wrong with the credential itself, or with the answer that it came in. */
export const CREDENTIAL_REFUSALS: readonly Refusal[] = [
  ...STRUCTURE,
  ...ISSUER,
  ...SIGNATURE,
  ...DISCLOSURES,
  ...VALIDITY,
]
