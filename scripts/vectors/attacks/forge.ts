// Builds tokens by hand, on node:crypto alone. Nothing here may come from the packages: a kernel that is wrong must not
// make its own expectation.
import { createHash, createHmac, createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

export type JsonText = Readonly<Record<string, unknown>> | string
export type KeyName =
  | 'issuer'
  | 'holder'
  | 'stranger'
  | 'anchor'
  | 'authority'
  | 'intermediate'
  | 'p384'
  | 'rsa'
  | 'ed25519'

const file = JSON.parse(readFileSync(new URL('../../../vectors/attacks/test-keys.json', import.meta.url), 'utf8'))
const keys: Readonly<Record<KeyName, Readonly<Record<string, string>>>> = file.keys

/** 1 January 2026, 00:00 UTC. */
export const NOW = 1_767_225_600
/** Stands in every claim value, nonce and audience: no error may ever repeat it. */
export const SECRET = 'secret-7f3a'

const HASHES = { ES256: 'sha256', ES384: 'sha384', RS256: 'sha256', EdDSA: null } as const
export type ForgeAlgorithm = keyof typeof HASHES

export function publicKey(name: KeyName): Readonly<Record<string, string>> {
  const { kty, crv, x, y, n, e } = keys[name]
  return JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }))
}

export function privateKey(name: KeyName): Readonly<Record<string, string>> {
  return keys[name]
}

export function base64url(value: string | Buffer): string {
  return Buffer.from(value).toString('base64url')
}

/** A string stands for the JSON text itself, as when a member is to be there twice. */
export function encode(json: JsonText): string {
  return base64url(typeof json === 'string' ? json : JSON.stringify(json))
}

export function signRaw(signingInput: string, key: KeyName = 'issuer', algorithm: ForgeAlgorithm = 'ES256'): Buffer {
  const parameters = {
    key: createPrivateKey({ key: { ...keys[key] }, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363' as const,
  }
  return sign(HASHES[algorithm], Buffer.from(signingInput), parameters)
}

/** A compact JWS, signed as told and with the header as told, whether or not the two agree. */
export function jws(
  header: JsonText,
  payload: JsonText,
  key: KeyName = 'issuer',
  algorithm: ForgeAlgorithm = 'ES256',
): string {
  const signingInput = `${encode(header)}.${encode(payload)}`
  return `${signingInput}.${base64url(signRaw(signingInput, key, algorithm))}`
}

/** A JWS "signed" by HMAC over something that everybody knows. */
export function hmacJws(header: JsonText, payload: JsonText, secret: string): string {
  const signingInput = `${encode(header)}.${encode(payload)}`
  return `${signingInput}.${base64url(createHmac('sha256', secret).update(signingInput).digest())}`
}

let salts = 0

/** A salt that differs from all others and is the same in every run. */
export function nextSalt(): string {
  salts += 1
  return base64url(createHash('sha256').update(`salt ${salts}`).digest().subarray(0, 16))
}

export function disclosure(name: unknown, value: unknown): string {
  return encodeArray([nextSalt(), name, value])
}

export function elementDisclosure(value: unknown): string {
  return encodeArray([nextSalt(), value])
}

export function encodeArray(parts: readonly unknown[]): string {
  return base64url(JSON.stringify(parts))
}

export function digest(text: string, algorithm = 'sha256'): string {
  return createHash(algorithm).update(text, 'ascii').digest('base64url')
}

export const HEADER = { alg: 'ES256', typ: 'example+sd-jwt' }

/** A signed SD-JWT of a payload, followed by disclosures. */
export function sdJwt(payload: JsonText, disclosures: readonly string[] = [], header: JsonText = HEADER): string {
  return [jws(header, payload), ...disclosures, ''].join('~')
}
