import { encodeDidKey, type JsonObject, STATUS, signJws } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import { type Case, holder, LIST, later, NOW, OTHER_VCT, otherIssuer, requestOf, seconds, VCT } from './gate.ts'
import { digestOf, type Refusal, rejected, undecided } from './refusal.ts'

/** The key binding JWT, replaced. */
function keyBinding(claims: JsonObject, header: JsonObject = {}): Case {
  return {
    changed: async (presentation) => {
      const end = presentation.lastIndexOf('~') + 1
      const { nonce, client_id: aud } = requestOf()
      const own = { iat: seconds(NOW), aud, nonce, sd_hash: digestOf(presentation.slice(0, end)), ...claims }
      return presentation.slice(0, end) + (await signJws({ typ: 'kb+jwt', ...header }, own, holder))
    },
  }
}

function withoutKeyBinding(presentation: string): string {
  return presentation.slice(0, presentation.lastIndexOf('~') + 1)
}

const HOLDER = [
  rejected('key_binding_missing', 'no key binding JWT', { changed: withoutKeyBinding }),
  rejected('key_binding_malformed', 'a key binding JWT that is none', {
    changed: (text) => `${withoutKeyBinding(text)}hello`,
  }),
  rejected('key_binding_malformed', 'another typ of the key binding JWT', keyBinding({}, { typ: 'JWT' })),
  rejected('key_binding_malformed', 'no sd_hash', keyBinding({ sd_hash: null })),
  rejected('key_binding_malformed', 'no iat', keyBinding({ iat: null })),
  rejected('key_binding_signature_invalid', 'the key of a thief', { presented: { holder: generateNodeSigner() } }),
  rejected('key_binding_key_missing', 'no cnf', { issued: { claims: { cnf: undefined } } }),
  rejected('key_binding_key_missing', 'a cnf without a key', { issued: { claims: { cnf: {} } } }),
  rejected('key_binding_key_missing', 'a holder by a did:web, which would need a network', {
    issued: { claims: { cnf: { kid: 'did:web:holder.example#1' } } },
  }),
  rejected('key_binding_key_missing', 'a holder by a did:key that is none', {
    issued: { claims: { cnf: { kid: 'did:key:zzz#zzz' } } },
  }),
  rejected('key_binding_key_missing', 'a holder by another key of a did:key', {
    issued: { claims: { cnf: { kid: `${encodeDidKey(holder.publicJwk)}#other` } } },
  }),
  rejected('key_invalid', 'a private key in cnf', {
    issued: { claims: { cnf: { jwk: { ...holder.publicJwk, d: 'AAAA' } } } },
  }),
  rejected('key_binding_nonce_mismatch', 'the answer to another request', {
    presented: { request: { ...requestOf(), nonce: 'm'.repeat(43) } },
  }),
  rejected('key_binding_audience_mismatch', 'the answer for another verifier', {
    presented: { request: { ...requestOf(), client_id: 'https://other.example' } },
  }),
  rejected('key_binding_hash_mismatch', 'a disclosure taken out after signing', {
    changed: (text) =>
      text
        .split('~')
        .filter((_part, i) => i !== 1)
        .join('~'),
  }),
  rejected('key_binding_too_old', 'a presentation of an hour ago', { presented: { now: later(-3600) } }),
  rejected('key_binding_too_old', 'a key binding JWT with an exp that is over', keyBinding({ exp: seconds(NOW) - 61 })),
  rejected('key_binding_in_future', 'a presentation of two minutes hence', { presented: { now: later(120) } }),
  rejected('request_expired', 'an answer after the request has expired', {
    now: later(660),
    presented: { now: later(660) },
  }),
]

const ANSWER = [
  rejected('answer_not_requested', 'the answer to a query that was not made', {
    answer: (text) => ({ card: [text], passport: [text] }),
  }),
  rejected('answer_not_requested', 'two presentations for one query', { answer: (text) => ({ card: [text, text] }) }),
  rejected('answer_not_requested', 'an id that every object has', {
    answer: (text) => ({ card: [text], constructor: [text] }),
  }),
  rejected('credential_type_mismatch', 'a credential of another type', {
    issued: { claims: { vct: OTHER_VCT } },
    bundle: { issuers: [{ credential_types: [VCT, OTHER_VCT] }] },
  }),
  rejected('claims_missing', 'less than what was asked for', { presented: { disclose: [] } }),
  rejected('claims_not_requested', 'more than what was asked for', {
    presented: { disclose: ['given_name', 'family_name'] },
  }),
]

const revoked = { statuses: { 5: STATUS.invalid } }
const STATUS_AND_FRESHNESS = [
  rejected('status_missing', 'no status', { issued: { claims: { status: undefined } } }),
  rejected('credential_revoked', 'revoked', { bundle: revoked }),
  rejected('credential_revoked', 'revoked, in a list of one bit', { bundle: { ...revoked, bits: 1 } }),
  rejected('credential_revoked', 'revoked, and the list has expired', {
    bundle: { ...revoked, listExpires: -3600, made: -7200 },
  }),
  rejected('credential_revoked', 'revoked, and the bundle has expired', {
    bundle: { ...revoked, made: -3600, next: -1800, expires: -1 },
  }),
  rejected('credential_revoked', 'a status that is not known here', { bundle: { statuses: { 5: 3 } } }),
  rejected('credential_suspended', 'suspended', { bundle: { statuses: { 5: STATUS.suspended } } }),
  rejected('status_index_out_of_range', 'an index beyond the list', {
    issued: { claims: { status: { status_list: { uri: LIST, idx: 64 } } } },
  }),
  undecided('status_list_missing', 'a bundle without lists', { bundle: { statuses: null } }),
  undecided('status_list_missing', 'a list of another address', { bundle: { listUri: `${LIST}0` } }),
  undecided('status_list_missing', 'a list of this address that another issuer signed', {
    bundle: { listSigner: otherIssuer },
  }),
  undecided('status_list_expired', 'a list that has expired', {
    bundle: { listExpires: -60, made: -7200 },
  }),
  undecided('status_stale', 'a list past its ttl, where that is referred', {
    bundle: { made: -3600, listTtl: 1800 },
    policy: { when_stale: 'refer' },
  }),
  undecided('bundle_stale', 'a bundle past its next, where that is referred', {
    bundle: { made: -3600, next: 0 },
    policy: { when_stale: 'refer' },
  }),
  undecided('bundle_expired', 'a bundle that has expired', { bundle: { made: -3600, next: -1800, expires: 0 } }),
  undecided('bundle_not_yet_valid', 'a bundle from the future', { bundle: { made: 61 } }),
]

/** What is wrong with the presentation of a good credential, or with what is known of it. */
export const PRESENTATION_REFUSALS: readonly Refusal[] = [...HOLDER, ...ANSWER, ...STATUS_AND_FRESHNESS]
