import { type Attack, attack, control, type Family } from './attack.ts'
import { digest, HEADER, jws, type KeyName, privateKey, publicKey, SECRET } from './forge.ts'
import {
  bound,
  claims,
  cnf,
  family,
  given,
  issued,
  KB_HEADER,
  kbClaims,
  kbJwt,
  payload,
  presented,
  surname,
} from './presentation.ts'

const policy: Family = {
  ...family,
  clause: 'RFC 9901, 7.2 and 7.3, steps 1 and 2',
  rule: 'SD-JWT 9, 10: the verifier decides whether key binding is needed; a holder refuses it from an issuer',
}
const binding: Family = {
  ...family,
  clause: 'RFC 9901, 4.3.1',
  rule: 'SD-JWT 8: sd_hash covers everything up to and including the last ~',
}

export function holderBindingAttacks(): readonly Attack[] {
  return [...holderKeyAttacks(), ...bindingAttacks(), ...policyAttacks()]
}

function holderKeyAttacks(): readonly Attack[] {
  const key: Family = { ...family, clause: 'RFC 9901, 4.1.2; RFC 7800, 3', rule: 'SD-JWT 9: the key is the one in cnf' }
  const withCnf = (value: unknown, signer: KeyName = 'holder') => {
    const text = `${jws(HEADER, { sub: SECRET, ...(value === undefined ? {} : { cnf: value }) })}~`
    return text + jws(KB_HEADER, kbClaims(text), signer)
  }
  const missing = 'key_binding_key_missing'
  return [
    attack(key, 'kb-cnf-missing', 'no cnf', withCnf(undefined), missing),
    attack(key, 'kb-cnf-empty', 'an empty cnf', withCnf({}), missing),
    attack(key, 'kb-cnf-string', 'cnf that is a string', withCnf(SECRET), missing),
    attack(
      key,
      'kb-cnf-unknown-method',
      'a confirmation method that is not known',
      withCnf({ jkt: digest(SECRET) }),
      missing,
    ),
    attack(key, 'kb-cnf-private', 'a private key in cnf', withCnf({ jwk: privateKey('holder') }), 'key_invalid'),
    attack(
      key,
      'kb-cnf-symmetric',
      'a symmetric key in cnf',
      withCnf({ jwk: { kty: 'oct', k: SECRET } }),
      'key_invalid',
    ),
    attack(
      key,
      'kb-cnf-off-curve',
      'a point that is not on the curve',
      withCnf({ jwk: { ...publicKey('holder'), y: publicKey('stranger')['y'] } }),
      'key_invalid',
    ),
    attack(
      key,
      'kb-cnf-of-stranger',
      'cnf of somebody else',
      withCnf({ jwk: publicKey('stranger') }),
      'key_binding_signature_invalid',
    ),
    attack(
      key,
      'kb-cnf-enc',
      'a key that is meant for encryption',
      withCnf({ jwk: { ...publicKey('holder'), use: 'enc' } }),
      'key_binding_malformed',
    ),
  ]
}

function bindingAttacks(): readonly Attack[] {
  const mismatch = 'key_binding_hash_mismatch'
  const both = `${issued}~${given}~${surname}~`
  const sha512 = `${jws(HEADER, { _sd: [digest(given, 'sha512')], _sd_alg: 'sha-512', cnf })}~${given}~`
  const over = (text: string, hash: string) => text + jws(KB_HEADER, kbClaims(text, { sd_hash: hash }), 'holder')
  return [
    control(
      binding,
      'kb-hash-sha-512',
      'sd_hash by the _sd_alg of the SD-JWT',
      over(sha512, digest(sha512, 'sha512')),
      claims,
    ),
    attack(
      binding,
      'kb-hash-not-_sd_alg',
      'sd_hash by another hash than _sd_alg',
      over(sha512, digest(sha512)),
      mismatch,
    ),
    attack(
      binding,
      'kb-hash-without-last-tilde',
      'sd_hash without the last ~',
      over(presented, digest(presented.slice(0, -1))),
      mismatch,
    ),
    attack(
      binding,
      'kb-hash-of-jwt',
      'sd_hash of the issuer-signed JWT alone',
      over(presented, digest(issued)),
      mismatch,
    ),
    attack(binding, 'kb-hash-padded', 'sd_hash with padding', over(presented, `${digest(presented)}=`), mismatch),
    attack(
      binding,
      'kb-hash-hex',
      'sd_hash in hexadecimal',
      over(presented, Buffer.from(digest(presented), 'base64url').toString('hex')),
      mismatch,
    ),
    attack(binding, 'kb-disclosure-added', 'a disclosure added after signing', both + kbJwt(), mismatch),
    attack(binding, 'kb-disclosure-removed', 'a disclosure removed after signing', `${issued}~${kbJwt()}`, mismatch),
    attack(
      binding,
      'kb-disclosures-reordered',
      'disclosures in another order',
      `${issued}~${surname}~${given}~${jws(KB_HEADER, kbClaims(both), 'holder')}`,
      mismatch,
    ),
    attack(
      binding,
      'kb-of-other-credential',
      'a key binding JWT for another credential of the same holder',
      `${jws(HEADER, { ...payload, sub: SECRET })}~${given}~${kbJwt()}`,
      mismatch,
    ),
  ]
}

function policyAttacks(): readonly Attack[] {
  const ignored = { kb: { required: false } }
  return [
    attack(policy, 'kb-missing', 'required and missing', presented, 'key_binding_missing'),
    attack(policy, 'kb-received-by-holder', 'an issuer sends an SD-JWT+KB', bound(), 'key_binding_unexpected', {
      kb: null,
    }),
    control(policy, 'kb-absent', 'as issued', presented, claims, { kb: null }),
    control(policy, 'kb-not-required', 'not required, and there', bound(), claims, ignored),
    control(policy, 'kb-not-required-and-absent', 'not required, and not there', presented, claims, ignored),
    control(
      policy,
      'kb-not-required-not-checked',
      'not required, so not checked',
      bound({ nonce: 'old' }, KB_HEADER, 'stranger'),
      claims,
      ignored,
    ),
    attack(
      policy,
      'kb-not-required-no-jwt',
      'not required, and what stands there is no JWT',
      `${presented}${SECRET}`,
      'key_binding_malformed',
      ignored,
    ),
    attack(
      policy,
      'kb-no-jwt',
      'required, and what stands there is no JWT',
      `${presented}${SECRET}`,
      'key_binding_malformed',
    ),
    attack(policy, 'kb-two', 'two key binding JWTs', `${presented}${kbJwt()}~${kbJwt()}`, 'base64url_malformed'),
  ]
}
