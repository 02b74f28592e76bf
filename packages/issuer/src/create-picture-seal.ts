import type { RandomBytes } from '@bai/credential'
import { createSealing } from './database/sealing.ts'
import type { PictureSeal } from './enrolment-ports.ts'

/**
 * Seals the selfies of open reviews.
 *
 * @param key `deriveKey(masterKey, 'review pictures')`
 */
export function createPictureSeal(key: Uint8Array, randomBytes: RandomBytes): PictureSeal {
  const { seal, open } = createSealing(key, randomBytes)
  const contextOf = (enrolmentId: string) => `bai:review-picture:1:${enrolmentId}`
  return {
    seal: (enrolmentId, picture) => seal(contextOf(enrolmentId), picture),
    open: (enrolmentId, sealed) => open(contextOf(enrolmentId), sealed),
  }
}
