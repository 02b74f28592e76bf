import { createHash, createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Secrets } from './ports.ts'
import { createSubjectHash } from './registry/subject-hash.ts'

const KEY_BYTES = 32
const PURPOSES = [
  'citizen number',
  'transaction code',
  'offer code',
  'issuer state',
  'signing keys',
  'agency requests',
  'request encryption',
  'stamps',
  'enrolment factors',
  'review pictures',
  'sealed numbers',
  'dossiers',
  'agency records',
] as const

/** Keys for separate purposes, so that none can be used for another (RFC 5869). */
export function deriveKey(masterKey: Uint8Array, purpose: (typeof PURPOSES)[number]): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(0), `bai issuer 1: ${purpose}`, KEY_BYTES))
}

/** The issuer's hashes. @param masterKey 32 random bytes, kept apart from the database */
export function createSecrets(masterKey: Uint8Array): Secrets {
  if (masterKey.length !== KEY_BYTES) throw new TypeError(`The master key has ${KEY_BYTES} bytes.`)
  const txCodeKey = createSecretKey(deriveKey(masterKey, 'transaction code'))
  const requestKey = createSecretKey(deriveKey(masterKey, 'agency requests'))
  const offerCodeKey = createSecretKey(deriveKey(masterKey, 'offer code'))
  const issuerStateKey = createSecretKey(deriveKey(masterKey, 'issuer state'))
  const stampKey = createSecretKey(deriveKey(masterKey, 'stamps'))
  const factorsKey = createSecretKey(deriveKey(masterKey, 'enrolment factors'))
  return {
    subjectHash: createSubjectHash(deriveKey(masterKey, 'citizen number')),
    txCodeHash: (code, txCode) =>
      createHmac('sha256', txCodeKey)
        .update(JSON.stringify([code, txCode]))
        .digest('base64url'),
    offerCode: (reference) => createHmac('sha256', offerCodeKey).update(reference).digest('base64url'),
    issuerStateHash: (state) => createHmac('sha256', issuerStateKey).update(state).digest('base64url'),
    requestHash: (text) => createHmac('sha256', requestKey).update(text).digest('base64url'),
    stamp: (text) => createHmac('sha256', stampKey).update(text).digest('base64url'),
    factorsHash: (text) => createHmac('sha256', factorsKey).update(text).digest('base64url'),
    tokenHash: (token) => createHash('sha256').update(token).digest('base64url'),
    equal: (a, b) => timingSafeEqual(sha256(a), sha256(b)),
  }
}

/** Hashing first makes the lengths equal, which `timingSafeEqual` needs and which must not be told either. */
function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
