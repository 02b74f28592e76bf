import type { Family } from './attack.ts'
import { digest, disclosure, HEADER, type JsonText, jws, type KeyName, NOW, publicKey, SECRET } from './forge.ts'

export const NONCE = `nonce-${SECRET}`
export const AUDIENCE = `https://verifier.example/${SECRET}`
export const KB_HEADER = { alg: 'ES256', typ: 'kb+jwt' }
export const cnf = { jwk: publicKey('holder') }
export const given = disclosure('given_name', SECRET)
export const surname = disclosure('family_name', SECRET)
export const payload = { _sd: [digest(given), digest(surname)], cnf }
export const issued = jws(HEADER, payload)
export const presented = `${issued}~${given}~`
export const claims = { cnf, given_name: SECRET }

export const family: Family = {
  kind: 'sd-jwt',
  key: publicKey('issuer'),
  options: { now: NOW, kb: { required: true, nonce: NONCE, aud: AUDIENCE } },
  clause: 'RFC 9901, 4.3 and 7.3, step 5',
  rule: 'SD-JWT 9: typ, iat, aud, nonce, sd_hash, by the key in cnf',
}

export function kbClaims(
  text: string,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { iat: NOW, aud: AUDIENCE, nonce: NONCE, sd_hash: digest(text), ...changes }
}

export function kbJwt(
  changes?: Readonly<Record<string, unknown>>,
  header: JsonText = KB_HEADER,
  key: KeyName = 'holder',
): string {
  return jws(header, kbClaims(presented, changes), key)
}

export function bound(changes?: Readonly<Record<string, unknown>>, header?: JsonText, key?: KeyName): string {
  return presented + kbJwt(changes, header, key)
}
