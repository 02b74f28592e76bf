import type { DossierStore } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import type { ClaimsSource } from './claims-source.ts'

/** Claims that were derived from a presentation, as long as they are kept for being issued. */
export function dossierClaims({ dossiers, now }: { dossiers: DossierStore; now: () => Date }): ClaimsSource {
  return {
    claimsOf: async (subjectHash, { type }) => {
      const found = await dossiers.findClaims(subjectHash, now())
      if (found?.derivationId === type.id) return { claims: found.claims, validUntil: found.validUntil }
      throw new IssuerError('dossier_over', 'This was presented too long ago; present it again.', {})
    },
  }
}
