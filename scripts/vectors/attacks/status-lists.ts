import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { type Attack, attack, control, type Family } from './attack.ts'
import { base64url, encode, type JsonText, jws, type KeyName, NOW, publicKey, SECRET } from './forge.ts'

const URI = 'https://issuer.example/status/1'
const HEADER = { alg: 'ES256', typ: 'statuslist+jwt' }
/** 1 0 0 1 1 1 0 1, 1 1 0 0 0 1 0 1: the example of section 4.1, least significant bit first. */
const BYTES = Buffer.from([0xb9, 0xa3])
const LIST = { bits: 1, lst: base64url(deflateSync(BYTES, { level: 9 })) }
const claims = { sub: URI, iat: NOW - 60, exp: NOW + 3600, ttl: 600, status_list: LIST, note: SECRET }

const token: Family = {
  kind: 'status-list',
  key: publicKey('issuer'),
  options: { now: NOW, status_ref: { idx: 0, uri: URI } },
  clause: 'draft-ietf-oauth-status-list, 5.1 and 8.3',
  rule: 'Token Status List 1: sub is the uri of the credential; iat is required; not after exp',
}
const packing: Family = {
  ...token,
  clause: 'draft-ietf-oauth-status-list, 4.1 and 4.2',
  rule: 'Token Status List 2: zlib, base64url, least significant bit first',
}
const index: Family = {
  ...token,
  clause: 'draft-ietf-oauth-status-list, 8.3',
  rule: 'Token Status List 3: an index out of range is refused',
}

function list(changes: Readonly<Record<string, unknown>> = {}, header: JsonText = HEADER, key: KeyName = 'issuer') {
  return jws(header, JSON.parse(JSON.stringify({ ...claims, ...changes })), key)
}

function packed(status_list: unknown): string {
  return list({ status_list })
}

export function statusListAttacks(): readonly Attack[] {
  return [...tokenAttacks(), ...signatureAttacks(), ...packingAttacks(), ...indexAttacks()]
}

function tokenAttacks(): readonly Attack[] {
  const malformed = 'status_list_malformed'
  const mismatch = 'status_list_subject_mismatch'
  return [
    control(token, 'status-good', 'as it should be', list(), { ...claims, status: 1 }),
    control(
      token,
      'status-without-exp-and-ttl',
      'exp and ttl are recommended, not required',
      list({ exp: undefined, ttl: undefined }),
      {
        sub: URI,
        iat: NOW - 60,
        status_list: LIST,
        note: SECRET,
        status: 1,
      },
    ),
    attack(
      token,
      'status-sub-other',
      'the list of another uri',
      list({ sub: 'https://issuer.example/status/2' }),
      mismatch,
    ),
    attack(token, 'status-sub-slash', 'the uri with a slash behind', list({ sub: `${URI}/` }), mismatch),
    attack(
      token,
      'status-sub-case',
      'the uri with the host in upper case: it is compared as a string',
      list({ sub: URI.replace('issuer', 'ISSUER') }),
      mismatch,
    ),
    attack(token, 'status-sub-missing', 'no sub', list({ sub: undefined }), malformed),
    attack(token, 'status-sub-array', 'sub in an array', list({ sub: [URI] }), malformed),
    attack(token, 'status-iat-missing', 'no iat', list({ iat: undefined }), malformed),
    attack(token, 'status-iat-string', 'iat in a string', list({ iat: String(NOW) }), 'claim_invalid'),
    attack(token, 'status-iat-future', 'made in the future', list({ iat: NOW + 1 }), 'credential_issued_in_future'),
    attack(token, 'status-exp-now', 'at exp', list({ exp: NOW }), 'status_list_expired'),
    attack(
      token,
      'status-exp-past',
      'after exp: a list that was kept back',
      list({ exp: NOW - 1 }),
      'status_list_expired',
    ),
    attack(token, 'status-exp-string', 'exp in a string', list({ exp: SECRET }), 'claim_invalid'),
    attack(token, 'status-nbf-future', 'before nbf', list({ nbf: NOW + 1 }), 'credential_not_yet_valid'),
    attack(token, 'status-ttl-zero', 'ttl 0', list({ ttl: 0 }), malformed),
    attack(token, 'status-ttl-negative', 'a negative ttl', list({ ttl: -1 }), malformed),
    attack(token, 'status-ttl-string', 'ttl in a string', list({ ttl: '600' }), 'claim_invalid'),
    attack(token, 'status-iss-other', 'another issuer', list({ iss: 'https://other.example' }), 'issuer_mismatch', {
      iss: 'https://issuer.example',
    }),
    attack(
      token,
      'status-claim-twice',
      'sub twice',
      jws(HEADER, `{"sub":"${SECRET}",${JSON.stringify(claims).slice(1)}`),
      'json_malformed',
    ),
    attack(token, 'status-payload-array', 'a payload that is an array', jws(HEADER, `["${SECRET}"]`), 'json_malformed'),
  ]
}

function signatureAttacks(): readonly Attack[] {
  const typ = 'typ_unexpected'
  const parts = list().split('.')
  return [
    attack(token, 'status-typ-missing', 'no typ', list({}, { alg: 'ES256' }), typ),
    attack(token, 'status-typ-jwt', 'typ JWT', list({}, { alg: 'ES256', typ: 'JWT' }), typ),
    attack(token, 'status-typ-cwt', 'typ of the CBOR form', list({}, { alg: 'ES256', typ: 'statuslist+cwt' }), typ),
    attack(
      token,
      'status-typ-credential',
      'a credential in place of a list',
      list({}, { alg: 'ES256', typ: 'dc+sd-jwt' }),
      typ,
    ),
    attack(token, 'status-by-stranger', 'signed by somebody else', list({}, HEADER, 'stranger'), 'signature_invalid'),
    attack(
      token,
      'status-none',
      'alg none over a good signature',
      list({}, { ...HEADER, alg: 'none' }),
      'algorithm_not_allowed',
    ),
    attack(token, 'status-unsigned', 'no signature', `${parts[0]}.${parts[1]}.`, 'jws_malformed'),
    attack(
      token,
      'status-changed',
      'a status changed after signing',
      `${parts[0]}.${encode({ ...claims, status_list: { bits: 1, lst: base64url(deflateSync(Buffer.alloc(2))) } })}.${parts[2]}`,
      'signature_invalid',
    ),
    attack(
      token,
      'status-crit',
      'a critical extension that nobody knows',
      list({}, { ...HEADER, crit: ['x'], x: 1 }),
      'critical_header_unsupported',
    ),
    attack(token, 'status-sd-jwt', 'an SD-JWT in place of a list', `${list()}~`, 'base64url_malformed'),
  ]
}

function packingAttacks(): readonly Attack[] {
  const malformed = 'status_list_malformed'
  const zlib = deflateSync(BYTES, { level: 9 })
  const lst = (bytes: Buffer) => packed({ bits: 1, lst: base64url(bytes) })
  const broken = Buffer.from(zlib)
  broken[broken.length - 1]! ^= 1
  const bomb = deflateSync(Buffer.alloc(2 ** 21 + 1), { level: 9 })
  return [
    attack(packing, 'status-raw-deflate', 'DEFLATE without zlib', lst(deflateRawSync(BYTES)), malformed),
    attack(packing, 'status-gzip', 'GZIP, as W3C’s bitstring', lst(gzipSync(BYTES)), malformed),
    attack(packing, 'status-uncompressed', 'not compressed', lst(BYTES), malformed),
    attack(packing, 'status-checksum', 'a wrong checksum', lst(broken), malformed),
    attack(packing, 'status-cut', 'cut short', lst(zlib.subarray(0, -5)), malformed),
    attack(
      packing,
      'status-trailing',
      'bytes behind the end',
      lst(Buffer.concat([zlib, Buffer.from('more')])),
      malformed,
    ),
    attack(packing, 'status-empty', 'nothing', lst(Buffer.alloc(0)), malformed),
    attack(packing, 'status-bomb', 'unpacks to more than 16 million entries', lst(bomb), 'too_large'),
    attack(
      packing,
      'status-base64',
      'the alphabet of base64',
      packed({ bits: 1, lst: `${LIST.lst.slice(0, -1)}+` }),
      'base64url_malformed',
    ),
    attack(packing, 'status-padded', 'padding', packed({ bits: 1, lst: `${LIST.lst}==` }), 'base64url_malformed'),
    ...[0, 3, 5, 16, -1, 1.5, '1', null, [1]].map((bits) =>
      attack(
        packing,
        `status-bits-${JSON.stringify(bits).replaceAll('"', 'quote').replace(/[[\]]/g, 'bracket')}`,
        `bits ${JSON.stringify(bits)}`,
        packed({ bits, lst: LIST.lst }),
        malformed,
      ),
    ),
    attack(packing, 'status-bits-missing', 'no bits', packed({ lst: LIST.lst }), malformed),
    attack(packing, 'status-lst-missing', 'no lst', packed({ bits: 1 }), malformed),
    attack(packing, 'status-lst-array', 'lst that is an array', packed({ bits: 1, lst: [0xb9, 0xa3] }), malformed),
    attack(packing, 'status-list-missing', 'no status_list', list({ status_list: undefined }), malformed),
    attack(packing, 'status-list-string', 'status_list that is a string', packed(LIST.lst), malformed),
    attack(
      packing,
      'status-aggregation-number',
      'aggregation_uri that is a number',
      packed({ ...LIST, aggregation_uri: 7 }),
      malformed,
    ),
  ]
}

function indexAttacks(): readonly Attack[] {
  const at = (idx: number) => ({ status_ref: { idx, uri: URI } })
  const range = 'status_index_out_of_range'
  const two = { bits: 2, lst: base64url(deflateSync(Buffer.from([0b00_10_01_00]))) }
  return [
    control(index, 'status-index-last', 'the last entry', list(), { ...claims, status: 1 }, at(15)),
    control(
      index,
      'status-index-1',
      'the second entry: read from the most significant bit it would be 0 at 0',
      list(),
      { ...claims, status: 0 },
      at(1),
    ),
    attack(index, 'status-index-beyond', 'one beyond the last', list(), range, at(16)),
    attack(index, 'status-index-far', 'far beyond the last', list(), range, at(2 ** 53)),
    attack(index, 'status-index-negative', 'negative', list(), range, at(-1)),
    attack(index, 'status-index-fraction', 'a fraction', list(), range, at(0.5)),
    ...[0, 1, 2, 0].map((status, i) =>
      control(
        index,
        `status-two-bits-${i}`,
        `two bits, entry ${i}`,
        packed(two),
        { ...claims, status_list: two, status },
        at(i),
      ),
    ),
    attack(index, 'status-two-bits-beyond', 'the fifth of four entries of two bits', packed(two), range, at(4)),
  ]
}
