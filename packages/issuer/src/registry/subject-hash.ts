import { createHmac, createSecretKey } from 'node:crypto'
import type { CitizenNumber } from '@bai/credential'

/** Stands for a person everywhere outside the register. */
export type SubjectHash = (citizenNumber: CitizenNumber) => string

const KEY_BYTES = 32

/**
 * A keyed hash of citizen numbers: HMAC-SHA-256, base64url. Keyed, for the 10^12 numbers could all be tried on a plain
 * one.
 *
 * @param key 32 bytes or more, kept apart from the database
 */
export function createSubjectHash(key: Uint8Array): SubjectHash {
  if (key.length < KEY_BYTES) throw new TypeError(`The key of the subject hash needs at least ${KEY_BYTES} bytes.`)
  const secret = createSecretKey(key)
  return (citizenNumber) => createHmac('sha256', secret).update(`bai:subject:${citizenNumber}`).digest('base64url')
}
