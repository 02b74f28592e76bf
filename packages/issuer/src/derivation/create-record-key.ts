import { createHmac, createSecretKey } from 'node:crypto'
import type { CitizenNumber } from '@bai/credential'

/** Stands for a person between an issuer and the records of its agency. */
export type RecordKey = (citizenNumber: CitizenNumber) => string

const KEY_BYTES = 32

/**
 * A keyed hash of citizen numbers: HMAC-SHA-256, base64url. Its key is for this and nothing else, for a service that holds
 * the records has it too (docs/agency-records.md).
 *
 * @param key 32 bytes or more
 */
export function createRecordKey(key: Uint8Array): RecordKey {
  if (key.length < KEY_BYTES) throw new TypeError(`The key of agency records needs at least ${KEY_BYTES} bytes.`)
  const secret = createSecretKey(key)
  return (citizenNumber) =>
    createHmac('sha256', secret).update(`bai:agency-record:${citizenNumber}`).digest('base64url')
}
