import type { JsonObject, RandomBytes } from '@bai/credential'
import type { Insertable } from 'kysely'
import type { Dossier, SourceReference } from '../derivation-ports.ts'
import type { Schema } from './schema.ts'
import { createSealing } from './sealing.ts'

export type DossierSealInput = {
  /** `deriveKey(masterKey, 'dossiers')` */
  readonly sealingKey: Uint8Array
  readonly randomBytes: RandomBytes
}

/** Claims and sources as rows have them: sealed, each for its row and its column, under a key that the database does not have. */
export type DossierSeal = {
  rowOf(dossier: Dossier, now: Date): Insertable<Schema['dossier']>
  /** @throws Error when the key is another, or the row was changed */
  openClaims(subjectHash: string, sealed: Uint8Array): JsonObject
  /** @throws Error when the key is another, or the row was changed */
  openSources(subjectHash: string, sealed: Uint8Array): readonly SourceReference[]
}

export function createDossierSeal({ sealingKey, randomBytes }: DossierSealInput): DossierSeal {
  const { seal, open } = createSealing(sealingKey, randomBytes)
  const sealJson = (context: string, value: unknown) => seal(context, Buffer.from(JSON.stringify(value)))
  const openJson = (context: string, sealed: Uint8Array) => JSON.parse(Buffer.from(open(context, sealed)).toString())
  const claimsOf = (subjectHash: string) => `bai:dossier-claims:1:${subjectHash}`
  const sourcesOf = (subjectHash: string) => `bai:dossier-sources:1:${subjectHash}`
  return {
    rowOf: ({ subjectHash, derivationId, recordKey, claims, sources, claimsUntil, validUntil }, now) => ({
      subject_hash: subjectHash,
      derivation_id: derivationId,
      record_key: recordKey ?? null,
      sealed_claims: sealJson(claimsOf(subjectHash), claims),
      claims_until: claimsUntil,
      sealed_sources: sealJson(sourcesOf(subjectHash), sources),
      valid_until: validUntil,
      created_at: now,
      ended_at: null,
    }),
    openClaims: (subjectHash, sealed) => openJson(claimsOf(subjectHash), sealed),
    openSources: (subjectHash, sealed) => openJson(sourcesOf(subjectHash), sealed),
  }
}
