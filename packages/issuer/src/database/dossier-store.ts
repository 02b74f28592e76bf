import type { Kysely } from 'kysely'
import type { DossierStore, SourceReference } from '../derivation-ports.ts'
import { appendAudit } from './audit-log.ts'
import { createDossierSeal, type DossierSealInput } from './dossier-seal.ts'
import { readByIndex } from './read-by-index.ts'
import { lockRegisterForChange } from './register-lock.ts'
import { retriedTransaction } from './retried-transaction.ts'
import { revokeIssuances } from './revoke-issuances.ts'
import type { Schema } from './schema.ts'

type DossierStoreInput = DossierSealInput & { readonly db: Kysely<Schema> }

/** Dossiers, sealed. */
export function createDossierStore({ db, ...input }: DossierStoreInput): DossierStore {
  const seal = createDossierSeal(input)
  const openSources = (subjectHash: string, sealed: Uint8Array): readonly SourceReference[] | undefined => {
    try {
      return seal.openSources(subjectHash, sealed)
    } catch {
      return undefined
    }
  }
  return {
    add: async (dossier, now) => {
      await db.insertInto('dossier').values(seal.rowOf(dossier, now)).execute()
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
      const claims = seal.openClaims(subjectHash, row.sealed_claims)
      return { derivationId: row.derivation_id, claims, validUntil: row.valid_until }
    },
    async *live({ now, pageSize, addedSince = new Date(0) }) {
      // In the order of being added, so that what is added meanwhile comes at the end.
      let after = { created_at: addedSince, subject_hash: '' }
      for (;;) {
        const rows = await readByIndex(db, (trx) =>
          trx
            .selectFrom('dossier')
            .select(['subject_hash', 'sealed_sources', 'created_at'])
            .where('ended_at', 'is', null)
            .where('valid_until', '>', now)
            .where(({ eb, refTuple, tuple }) =>
              eb(refTuple('created_at', 'subject_hash'), '>', tuple(after.created_at, after.subject_hash)),
            )
            .orderBy('created_at')
            .orderBy('subject_hash')
            .limit(pageSize)
            .execute(),
        )
        if (rows.length > 0)
          yield rows.map(({ subject_hash: subjectHash, sealed_sources: sealed }) => ({
            subjectHash,
            sources: sealed === null ? undefined : openSources(subjectHash, sealed),
          }))
        if (rows.length < pageSize) return
        after = rows.at(-1)!
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
    end: async (subjectHashes, { reason, actor, now }) => {
      if (subjectHashes.length === 0) return 0
      const hashes = [...subjectHashes]
      return retriedTransaction(db, async (trx) => {
        // Whoever has recorded a credential looks at the dossier once more: it is revoked here, or ended there.
        await lockRegisterForChange(trx)
        await trx
          .updateTable('dossier')
          .set({ ended_at: now, sealed_claims: null, sealed_sources: null })
          .where('subject_hash', 'in', hashes)
          .where('ended_at', 'is', null)
          .execute()
        const { length: count } = await revokeIssuances(trx, {
          where: (row) => row('subject_hash', 'in', hashes),
          reason,
          now,
        })
        if (count > 0) await appendAudit(trx, { actor, action: 'credentials_revoked', detail: { reason, count } }, now)
        return count
      })
    },
  }
}
