import { type Attack, attack, control } from './attack.ts'
import { encode, HEADER, hmacJws, jws, NOW, publicKey, SECRET } from './forge.ts'
import { AUDIENCE, bound, claims, family, KB_HEADER, kbClaims, kbJwt, NONCE, presented } from './presentation.ts'

export function keyBindingAttacks(): readonly Attack[] {
  return [...claimAttacks(), ...signatureAttacks()]
}

function claimAttacks(): readonly Attack[] {
  const malformed = 'key_binding_malformed'
  const old = 'key_binding_too_old'
  const future = 'key_binding_in_future'
  const audience = 'key_binding_audience_mismatch'
  const skew = { ...family.options, skew: 60 }
  return [
    control(family, 'kb-good', 'as it should be', bound(), claims),
    control(family, 'kb-more-claims', 'a claim that nobody asked for', bound({ extra: SECRET }), claims),
    attack(
      family,
      'kb-nonce-other',
      'another nonce: a replay',
      bound({ nonce: `${NONCE}-2` }),
      'key_binding_nonce_mismatch',
    ),
    attack(family, 'kb-nonce-missing', 'no nonce', bound({ nonce: undefined }), malformed),
    attack(family, 'kb-nonce-array', 'the nonce in an array', bound({ nonce: [NONCE] }), malformed),
    attack(family, 'kb-aud-other', 'another verifier', bound({ aud: `${AUDIENCE}/2` }), audience),
    attack(family, 'kb-aud-slash', 'the verifier with a slash behind', bound({ aud: `${AUDIENCE}/` }), audience),
    attack(family, 'kb-aud-missing', 'no audience', bound({ aud: undefined }), malformed),
    attack(
      family,
      'kb-aud-array',
      'the audience in an array: it must be one string',
      bound({ aud: [AUDIENCE] }),
      malformed,
    ),
    attack(family, 'kb-iat-missing', 'no iat', bound({ iat: undefined }), malformed),
    attack(family, 'kb-iat-string', 'iat in a string', bound({ iat: String(NOW) }), malformed),
    control(family, 'kb-iat-oldest', '300 seconds old', bound({ iat: NOW - 300 }), claims),
    attack(family, 'kb-iat-old', '301 seconds old', bound({ iat: NOW - 301 }), old),
    attack(family, 'kb-iat-year-old', 'a year old', bound({ iat: NOW - 31_536_000 }), old),
    attack(family, 'kb-iat-max-age', 'older than this verifier allows', bound({ iat: NOW - 11 }), old, {
      kb: { required: true, nonce: NONCE, aud: AUDIENCE, max_age: 10 },
    }),
    attack(family, 'kb-iat-future', 'a second ahead', bound({ iat: NOW + 1 }), future),
    control(family, 'kb-iat-skew', 'a minute ahead, within the skew', bound({ iat: NOW + 60 }), claims, skew),
    attack(family, 'kb-iat-skew-over', 'a minute and a second ahead', bound({ iat: NOW + 61 }), future, skew),
    attack(family, 'kb-exp', 'its own exp is over', bound({ exp: NOW }), old),
    attack(family, 'kb-nbf', 'its own nbf is to come', bound({ nbf: NOW + 1 }), future),
    attack(family, 'kb-exp-string', 'its own exp is a string', bound({ exp: SECRET }), malformed),
    attack(family, 'kb-sd_hash-missing', 'no sd_hash', bound({ sd_hash: undefined }), malformed),
    attack(family, 'kb-sd_hash-null', 'sd_hash null', bound({ sd_hash: null }), malformed),
    attack(
      family,
      'kb-claim-twice',
      'nonce twice',
      presented + jws(KB_HEADER, `{"nonce":"${SECRET}",${JSON.stringify(kbClaims(presented)).slice(1)}`, 'holder'),
      malformed,
    ),
    attack(
      family,
      'kb-payload-array',
      'a payload that is an array',
      presented + jws(KB_HEADER, `["${SECRET}"]`, 'holder'),
      malformed,
    ),
  ]
}

function signatureAttacks(): readonly Attack[] {
  const input = kbJwt().split('.')
  const edText = `${jws({ alg: 'EdDSA' }, { sub: SECRET, cnf: { jwk: publicKey('holder') } }, 'ed25519', 'EdDSA')}~`
  const hs = { alg: 'HS256', typ: 'kb+jwt' }
  const secret = JSON.stringify(publicKey('holder'))
  return [
    attack(family, 'kb-typ-missing', 'no typ', bound({}, { alg: 'ES256' }), 'key_binding_malformed'),
    attack(family, 'kb-typ-jwt', 'typ JWT', bound({}, { alg: 'ES256', typ: 'JWT' }), 'key_binding_malformed'),
    attack(family, 'kb-typ-sd-jwt', 'typ of the SD-JWT', bound({}, HEADER), 'key_binding_malformed'),
    attack(
      family,
      'kb-none',
      'alg none over a good signature',
      bound({}, { alg: 'none', typ: 'kb+jwt' }),
      'key_binding_malformed',
    ),
    attack(
      family,
      'kb-none-unsigned',
      'alg none and no signature',
      `${presented}${encode({ alg: 'none', typ: 'kb+jwt' })}.${input[1]}.`,
      'key_binding_malformed',
    ),
    attack(
      family,
      'kb-hs256',
      'HMAC keyed with the holder’s public key',
      presented + hmacJws(hs, kbClaims(presented), secret),
      'key_binding_malformed',
    ),
    attack(
      family,
      'kb-crit',
      'a critical extension that nobody knows',
      bound({}, { ...KB_HEADER, crit: ['x'], x: 1 }),
      'key_binding_malformed',
    ),
    attack(
      { ...family, key: publicKey('ed25519') },
      'kb-alg-not-allowed',
      'an algorithm that this verifier does not take',
      edText + jws(KB_HEADER, kbClaims(edText), 'holder'),
      'key_binding_malformed',
      { algs: ['EdDSA'] },
    ),
    attack(
      family,
      'kb-by-issuer',
      'signed by the issuer',
      bound({}, KB_HEADER, 'issuer'),
      'key_binding_signature_invalid',
    ),
    attack(
      family,
      'kb-by-stranger',
      'signed by somebody else: a stolen credential',
      bound({}, KB_HEADER, 'stranger'),
      'key_binding_signature_invalid',
    ),
    attack(
      family,
      'kb-by-embedded-jwk',
      'signed by the key in its own header',
      bound({}, { ...KB_HEADER, jwk: publicKey('stranger') }, 'stranger'),
      'key_binding_signature_invalid',
    ),
    attack(
      family,
      'kb-changed',
      'claims changed after signing',
      `${presented}${input[0]}.${encode(kbClaims(presented, { extra: SECRET }))}.${input[2]}`,
      'key_binding_signature_invalid',
    ),
  ]
}
