import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 8192
const pool = new Uint8Array(POOL_BYTES)
let used = POOL_BYTES

/** Random bytes from OpenSSL's generator, drawn 8 KiB at a time; each byte is handed out once and wiped from the pool. */
export function pooledRandomBytes(length: number): Uint8Array {
  if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length))
  if (used + length > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = pool.slice(used, used + length)
  pool.fill(0, used, used + length)
  used += length
  return bytes
}
