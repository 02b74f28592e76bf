import type { RandomBytes } from '@bai/credential'
import type { PictureSeal } from './enrolment-ports.ts'
import { createSeal } from './veramo/seal.ts'

/**
 * Seals the selfies of open reviews.
 *
 * @param key `deriveKey(masterKey, 'review pictures')`
 */
export function createPictureSeal(key: Uint8Array, randomBytes: RandomBytes): PictureSeal {
  const { seal, open } = createSeal(key, randomBytes)
  const contextOf = (enrolmentId: string) => `bai:review-picture:1:${enrolmentId}`
  return {
    seal: (enrolmentId, picture) => seal(contextOf(enrolmentId), picture),
    open: (enrolmentId, sealed) => open(contextOf(enrolmentId), sealed),
  }
}
