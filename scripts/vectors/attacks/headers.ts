import { type Attack, attack, control, type Family } from './attack.ts'
import { HEADER, type JsonText, jws, NOW, publicKey, SECRET } from './forge.ts'

const key = publicKey('issuer')
const payload = { sub: SECRET }
const common = { kind: 'sd-jwt', key, options: { now: NOW } } as const

export function headerAttacks(): readonly Attack[] {
  return [...strictnessAttacks(), ...keyChoiceAttacks()]
}

function strictnessAttacks(): readonly Attack[] {
  const strict: Family = {
    ...common,
    clause: 'RFC 7515, 4.1.11 and 4',
    rule: 'SD-JWT 6: a header is understood whole, or refused',
  }
  const typed: Family = {
    ...common,
    clause: 'RFC 9901, 9.11; RFC 7515, 4.1.9',
    rule: 'SD-JWT 6: what is expected is named by typ',
    options: { now: NOW, typ: ['example+sd-jwt'] },
  }
  const text = (header: JsonText) => `${jws(header, payload)}~`
  const critical = 'critical_header_unsupported'
  return [
    attack(
      strict,
      'crit-unknown',
      'a critical extension that nobody knows',
      text({ ...HEADER, crit: ['x'], x: 1 }),
      critical,
    ),
    attack(strict, 'crit-empty', 'an empty crit', text({ ...HEADER, crit: [] }), critical),
    attack(strict, 'crit-null', 'crit null', text({ ...HEADER, crit: null }), critical),
    attack(strict, 'crit-b64', 'an unencoded payload', text({ ...HEADER, b64: false, crit: ['b64'] }), critical),
    attack(
      strict,
      'header-member-twice',
      'alg twice',
      text('{"alg":"none","typ":"example+sd-jwt","alg":"ES256"}'),
      'json_malformed',
    ),
    attack(
      strict,
      'header-member-twice-escaped',
      'alg twice, once escaped',
      text('{"\\u0061lg":"none","alg":"ES256"}'),
      'json_malformed',
    ),
    attack(strict, 'header-array', 'a header that is an array', text('["ES256"]'), 'json_malformed'),
    attack(
      strict,
      'payload-member-twice',
      'a claim twice',
      `${jws(HEADER, `{"sub":"a","sub":"${SECRET}"}`)}~`,
      'json_malformed',
    ),
    attack(strict, 'payload-array', 'a payload that is an array', `${jws(HEADER, `["${SECRET}"]`)}~`, 'json_malformed'),
    attack(strict, 'payload-null', 'a payload that is null', `${jws(HEADER, 'null')}~`, 'json_malformed'),
    control(
      typed,
      'typ-application',
      'application/ may be there',
      text({ alg: 'ES256', typ: 'application/example+sd-jwt' }),
      payload,
    ),
    control(typed, 'typ-case', 'media types have no case', text({ alg: 'ES256', typ: 'Example+SD-JWT' }), payload),
    attack(typed, 'typ-other', 'another typ', text({ alg: 'ES256', typ: 'JWT' }), 'typ_unexpected'),
    attack(typed, 'typ-missing', 'no typ', text({ alg: 'ES256' }), 'typ_unexpected'),
    attack(typed, 'typ-array', 'typ in an array', text({ alg: 'ES256', typ: ['example+sd-jwt'] }), 'typ_unexpected'),
    attack(
      typed,
      'typ-kb',
      'a key binding JWT in place of the SD-JWT',
      text({ alg: 'ES256', typ: 'kb+jwt' }),
      'typ_unexpected',
    ),
  ]
}

function keyChoiceAttacks(): readonly Attack[] {
  const set: Family = {
    ...common,
    key: {
      keys: [
        { ...publicKey('stranger'), kid: 'a' },
        { ...key, kid: 'b' },
      ],
    },
    clause: 'RFC 7515, 4.1.4; RFC 7517, 5',
    rule: 'SD-JWT 6: the key is the one that kid names',
  }
  const text = (header: JsonText) => `${jws({ ...HEADER, ...(header as object) }, payload)}~`
  return [
    control(set, 'kid-names-key', 'kid of the key that signed', text({ kid: 'b' }), payload),
    control(set, 'kid-absent', 'no kid: each key of the set is tried', text({}), payload),
    attack(set, 'kid-of-other-key', 'kid of another key', text({ kid: 'a' }), 'signature_invalid'),
    attack(set, 'kid-unknown', 'kid of no key', text({ kid: 'c' }), 'key_not_found'),
    attack(set, 'kid-number', 'kid that is no string', text({ kid: 1 }), 'key_not_found'),
    attack({ ...set, key: { keys: [] } }, 'kid-empty-set', 'no keys at all', text({}), 'key_not_found'),
  ]
}
