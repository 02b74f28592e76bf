import type { JsonObject, RandomBytes } from '@bai/credential'
import type { Kysely } from 'kysely'
import type { DossierStore, SourceReference } from '../derivation-ports.ts'
import type { Schema } from './schema.ts'
import { createSealing } from './sealing.ts'

type DossierStoreInput = {
  readonly db: Kysely<Schema>
  /** `deriveKey(masterKey, 'dossiers')` */
  readonly sealingKey: Uint8Array
  readonly randomBytes: RandomBytes
}

/** Dossiers, sealed under a key that the database does not have. */
export function createDossierStore({ db, sealingKey, randomBytes }: DossierStoreInput): DossierStore {
  const { seal, open } = createSealing(sealingKey, randomBytes)
  const sealJson = (context: string, value: unknown) => seal(context, Buffer.from(JSON.stringify(value)))
  const openJson = (context: string, sealed: Uint8Array) => JSON.parse(Buffer.from(open(context, sealed)).toString())
  const claimsOf = (subjectHash: string) => `bai:dossier-claims:1:${subjectHash}`
  const sourcesOf = (subjectHash: string) => `bai:dossier-sources:1:${subjectHash}`
  return {
    add: async ({ subjectHash, derivationId, recordKey, claims, sources, claimsUntil, validUntil }, now) => {
      await db
        .insertInto('dossier')
        .values({
          subject_hash: subjectHash,
          derivation_id: derivationId,
          record_key: recordKey ?? null,
          sealed_claims: sealJson(claimsOf(subjectHash), claims),
          claims_until: claimsUntil,
          sealed_sources: sealJson(sourcesOf(subjectHash), sources),
          valid_until: validUntil,
          created_at: now,
          ended_at: null,
        })
        .execute()
    },
    findClaims: async (subjectHash, now) => {
      const row = await db
        .selectFrom('dossier')
        .select(['derivation_id', 'sealed_claims', 'valid_until'])
        .where('subject_hash', '=', subjectHash)
        .where('claims_until', '>', now)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      if (row?.sealed_claims == null) return undefined
      const claims = openJson(claimsOf(subjectHash), row.sealed_claims) as JsonObject
      return { derivationId: row.derivation_id, claims, validUntil: row.valid_until }
    },
    async *live(now, pageSize) {
      let after = ''
      for (;;) {
        const rows = await db
          .selectFrom('dossier')
          .select(['subject_hash', 'sealed_sources'])
          .where('ended_at', 'is', null)
          .where('valid_until', '>', now)
          .where('subject_hash', '>', after)
          .orderBy('subject_hash')
          .limit(pageSize)
          .execute()
        if (rows.length === 0) return
        yield rows.flatMap(({ subject_hash: subjectHash, sealed_sources: sealed }) =>
          sealed === null
            ? []
            : [{ subjectHash, sources: openJson(sourcesOf(subjectHash), sealed) as readonly SourceReference[] }],
        )
        after = rows.at(-1)!.subject_hash
      }
    },
    ofRecord: async (recordKey) => {
      const rows = await db
        .selectFrom('dossier')
        .select('subject_hash')
        .where('record_key', '=', recordKey)
        .where('ended_at', 'is', null)
        .execute()
      return rows.map(({ subject_hash }) => subject_hash)
    },
    end: async (subjectHashes, now) => {
      if (subjectHashes.length === 0) return
      await db
        .updateTable('dossier')
        .set({ ended_at: now, sealed_claims: null, sealed_sources: null })
        .where('subject_hash', 'in', [...subjectHashes])
        .execute()
    },
  }
}
