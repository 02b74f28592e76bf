import { type Attack, attack, control, type Family } from './attack.ts'
import { base64url, encode, HEADER, hmacJws, jws, type KeyName, NOW, publicKey, SECRET, signRaw } from './forge.ts'

const key = publicKey('issuer')
const payload = { sub: SECRET }
const family: Family = {
  kind: 'sd-jwt',
  key,
  options: { now: NOW },
  clause: 'RFC 9901, 7.1, step 2; RFC 8725, 3.1 and 3.2',
  rule: 'SD-JWT 6: none, symmetric algorithms and an algorithm that does not fit the key are refused',
}

export function signatureAttacks(): readonly Attack[] {
  return [...noneAttacks(), ...algorithmAttacks(), ...forgedAttacks()]
}

function noneAttacks(): readonly Attack[] {
  const unsigned = (alg: string) => `${encode({ alg, typ: HEADER.typ })}.${encode(payload)}.~`
  const signed = (alg: string) => `${jws({ alg, typ: HEADER.typ }, payload)}~`
  return [
    control(family, 'alg-es256', 'ES256', `${jws(HEADER, payload)}~`, payload),
    ...['none', 'None', 'NONE', 'nOnE'].flatMap((alg) => [
      attack(family, `alg-${alg}-unsigned`, `alg ${alg} and no signature`, unsigned(alg), 'jws_malformed'),
      attack(family, `alg-${alg}-signed`, `alg ${alg} over a good signature`, signed(alg), 'algorithm_not_allowed'),
    ]),
    attack(
      family,
      'alg-es256-unsigned',
      'alg ES256 and no signature',
      `${encode(HEADER)}.${encode(payload)}.~`,
      'jws_malformed',
    ),
    attack(family, 'alg-missing', 'no alg', `${jws({ typ: HEADER.typ }, payload)}~`, 'algorithm_not_allowed'),
    attack(family, 'alg-null', 'alg null', `${jws({ alg: null }, payload)}~`, 'algorithm_not_allowed'),
    attack(family, 'alg-array', 'alg in an array', `${jws({ alg: ['ES256'] }, payload)}~`, 'algorithm_not_allowed'),
    attack(family, 'alg-lower-case', 'es256', `${jws({ alg: 'es256' }, payload)}~`, 'algorithm_not_allowed'),
    attack(
      family,
      'alg-prototype',
      'the name of an inherited member',
      `${jws({ alg: 'toString' }, payload)}~`,
      'algorithm_not_allowed',
    ),
  ]
}

function algorithmAttacks(): readonly Attack[] {
  const hs = { alg: 'HS256', typ: HEADER.typ }
  const keyed = (name: KeyName) => ({ ...family, key: publicKey(name) })
  return [
    attack(
      family,
      'alg-hs256-jwk',
      'HMAC keyed with the public JWK',
      `${hmacJws(hs, payload, JSON.stringify(key))}~`,
      'algorithm_not_allowed',
    ),
    attack(family, 'alg-hs256-x', 'HMAC keyed with x', `${hmacJws(hs, payload, key['x']!)}~`, 'algorithm_not_allowed'),
    attack(
      family,
      'alg-hs256-empty',
      'HMAC keyed with nothing',
      `${hmacJws(hs, payload, '')}~`,
      'algorithm_not_allowed',
    ),
    attack(
      { ...family, key: { kty: 'oct', k: base64url('a shared secret of 32 characters') } },
      'key-symmetric',
      'HMAC with a symmetric key',
      `${hmacJws(hs, payload, 'a shared secret of 32 characters')}~`,
      'key_invalid',
    ),
    attack(family, 'alg-rs256-ec-key', 'RS256 for an EC key', `${jws({ alg: 'RS256' }, payload)}~`, 'key_not_found'),
    attack(
      family,
      'alg-es384-p256-key',
      'ES384 for a key on P-256',
      `${jws({ alg: 'ES384' }, payload)}~`,
      'key_not_found',
    ),
    attack(family, 'alg-eddsa-ec-key', 'EdDSA for an EC key', `${jws({ alg: 'EdDSA' }, payload)}~`, 'key_not_found'),
    attack(
      keyed('p384'),
      'alg-es256-p384-key',
      'ES256 made with a key on P-384',
      `${jws(HEADER, payload, 'p384', 'ES256')}~`,
      'key_not_found',
    ),
    attack(
      keyed('rsa'),
      'alg-es256-rsa-key',
      'ES256 for an RSA key',
      `${jws(HEADER, payload, 'rsa', 'RS256')}~`,
      'key_not_found',
    ),
    attack(
      keyed('rsa'),
      'alg-ps256-for-rs256',
      'PS256 in the header, RS256 signed',
      `${jws({ alg: 'PS256' }, payload, 'rsa', 'RS256')}~`,
      'signature_invalid',
    ),
    control(keyed('rsa'), 'alg-rs256', 'RS256', `${jws({ alg: 'RS256' }, payload, 'rsa', 'RS256')}~`, payload),
    control(keyed('p384'), 'alg-es384', 'ES384', `${jws({ alg: 'ES384' }, payload, 'p384', 'ES384')}~`, payload),
    control(keyed('ed25519'), 'alg-eddsa', 'EdDSA', `${jws({ alg: 'EdDSA' }, payload, 'ed25519', 'EdDSA')}~`, payload),
    attack(
      keyed('ed25519'),
      'alg-not-among-allowed',
      'EdDSA where ES256 alone is allowed',
      `${jws({ alg: 'EdDSA' }, payload, 'ed25519', 'EdDSA')}~`,
      'algorithm_not_allowed',
      { algs: ['ES256'] },
    ),
    attack(
      family,
      'alg-nothing-allowed',
      'no algorithm is allowed',
      `${jws(HEADER, payload)}~`,
      'algorithm_not_allowed',
      { algs: [] },
    ),
    attack(
      { ...family, key: { ...key, alg: 'ES384' } },
      'key-alg',
      'a key that is meant for another algorithm',
      `${jws(HEADER, payload)}~`,
      'key_not_found',
    ),
    attack(
      { ...family, key: { ...key, use: 'enc' } },
      'key-use',
      'a key that is meant for encryption',
      `${jws(HEADER, payload)}~`,
      'key_not_found',
    ),
    attack(
      { ...family, key: { ...key, y: key['x']! } },
      'key-off-curve',
      'a point that is not on the curve',
      `${jws(HEADER, payload)}~`,
      'key_invalid',
    ),
    attack(
      { ...family, key: { ...key, x: `${key['x']!.slice(0, -1)}` } },
      'key-short',
      'a coordinate that is too short',
      `${jws(HEADER, payload)}~`,
      'base64url_malformed',
    ),
    attack(
      { ...family, key: { ...publicKey('rsa'), n: base64url(Buffer.alloc(128, 0xc5)) } },
      'key-rsa-1024',
      'an RSA key of 1024 bits',
      `${jws({ alg: 'RS256' }, payload, 'rsa', 'RS256')}~`,
      'key_invalid',
    ),
  ]
}

function forgedAttacks(): readonly Attack[] {
  const input = `${encode(HEADER)}.${encode(payload)}`
  const signature = signRaw(input)
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
  const signed = (bytes: Buffer) => `${input}.${base64url(bytes)}~`
  const invalid = 'signature_invalid'
  const embedded = { ...HEADER, jwk: publicKey('stranger') }
  return [
    attack(family, 'signature-of-stranger', 'signed by somebody else', `${jws(HEADER, payload, 'stranger')}~`, invalid),
    attack(
      family,
      'signature-of-embedded-jwk',
      'signed by the key in its own header',
      `${jws(embedded, payload, 'stranger')}~`,
      invalid,
    ),
    attack(
      family,
      'signature-of-embedded-x5c',
      'signed under a certificate in its own header',
      `${jws({ ...HEADER, x5c: ['MIIB'] }, payload, 'stranger')}~`,
      invalid,
    ),
    attack(
      family,
      'signature-of-jku',
      'signed by a key behind jku',
      `${jws({ ...HEADER, jku: 'https://evil.example/keys' }, payload, 'stranger')}~`,
      invalid,
    ),
    attack(family, 'signature-zero', 'r = s = 0', signed(Buffer.alloc(64)), invalid),
    attack(family, 'signature-r-zero', 'r = 0', signed(Buffer.concat([Buffer.alloc(32), s])), invalid),
    attack(family, 'signature-s-zero', 's = 0', signed(Buffer.concat([r, Buffer.alloc(32)])), invalid),
    attack(family, 'signature-order', 'r = s = n', signed(Buffer.concat([P256_ORDER, P256_ORDER])), invalid),
    attack(family, 'signature-swapped', 's || r', signed(Buffer.concat([s, r])), invalid),
    attack(family, 'signature-der', 'DER and not r || s', signed(toDer(r, s)), invalid),
    attack(
      family,
      'signature-long',
      'two zero bytes longer',
      signed(Buffer.concat([Buffer.alloc(1), r, Buffer.alloc(1), s])),
      invalid,
    ),
    attack(family, 'signature-trailing', 'a byte behind', signed(Buffer.concat([signature, Buffer.alloc(1)])), invalid),
    attack(family, 'signature-short', 'cut short', signed(signature.subarray(0, 63)), invalid),
    attack(
      family,
      'signature-padded',
      'base64url with padding',
      `${input}.${base64url(signature)}==~`,
      'base64url_malformed',
    ),
    attack(
      family,
      'payload-changed',
      'another payload under a good signature',
      `${encode(HEADER)}.${encode({ sub: `${SECRET}!` })}.${base64url(signature)}~`,
      invalid,
    ),
    attack(
      family,
      'payload-respelled',
      'the same payload, spelled otherwise',
      `${encode(HEADER)}.${encode(`{ "sub": "${SECRET}" }`)}.${base64url(signature)}~`,
      invalid,
    ),
    attack(
      family,
      'header-changed',
      'another header under a good signature',
      `${encode({ ...HEADER, kid: 'x' })}.${encode(payload)}.${base64url(signature)}~`,
      invalid,
    ),
  ]
}

/** FIPS 186-5, the order of P-256. */
const P256_ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')

function toDer(r: Buffer, s: Buffer): Buffer {
  const body = Buffer.concat([derInteger(r), derInteger(s)])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function derInteger(unsigned: Buffer): Buffer {
  const trimmed = unsigned.subarray(unsigned.findIndex((byte) => byte !== 0))
  const value = trimmed[0]! >= 0x80 ? Buffer.concat([Buffer.alloc(1), trimmed]) : trimmed
  return Buffer.concat([Buffer.from([0x02, value.length]), value])
}
