import type { DossierStore } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import type { ClaimsSource } from './claims-source.ts'

type DossierClaimsInput = {
  readonly dossiers: DossierStore
  readonly derivations: ReadonlyMap<string, { readonly copies?: number | undefined }>
  readonly now: () => Date
}

/** Claims that were derived from a presentation, as long as they are kept for being issued. */
export function dossierClaims({ dossiers, derivations, now }: DossierClaimsInput): ClaimsSource {
  return {
    claimsOf: async (subjectHash, { type }) => {
      const found = await dossiers.findClaims(subjectHash, now())
      if (found?.derivationId === type.id) {
        const { claims, validUntil } = found
        return { claims, validUntil, maxCopies: derivations.get(type.id)?.copies }
      }
      throw new IssuerError('dossier_over', 'This was presented too long ago; present it again.', {})
    },
  }
}
