import type { JsonObject, RandomBytes } from '@bai/credential'
import type { Kysely } from 'kysely'
import type { DossierStore, SourceReference } from '../derivation-ports.ts'
import { appendAudit } from './audit-log.ts'
import { lockRegisterForChange } from './register-lock.ts'
import { retriedTransaction } from './retried-transaction.ts'
import { revokeIssuances } from './revoke-issuances.ts'
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
  const openSources = (subjectHash: string, sealed: Uint8Array): readonly SourceReference[] | undefined => {
    try {
      return openJson(sourcesOf(subjectHash), sealed)
    } catch {
      return undefined
    }
  }
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
    async *live({ now, pageSize, addedSince }) {
      const page = db
        .selectFrom('dossier')
        .select(['subject_hash', 'sealed_sources'])
        .where('ended_at', 'is', null)
        .where('valid_until', '>', now)
        .orderBy('subject_hash')
        .limit(pageSize)
        .$if(addedSince !== undefined, (query) => query.where('created_at', '>=', addedSince!))
      for (let after = ''; ; ) {
        const rows = await page.where('subject_hash', '>', after).execute()
        const last = rows.at(-1)
        if (last === undefined) return
        yield rows.map(({ subject_hash: subjectHash, sealed_sources: sealed }) => ({
          subjectHash,
          sources: sealed === null ? undefined : openSources(subjectHash, sealed),
        }))
        if (rows.length < pageSize) return
        after = last.subject_hash
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
