import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

export type StoredIssuerKey = {
  readonly kid: string
  readonly announcedAt: Date
  readonly activeFrom: Date | undefined
  readonly retiredAt: Date | undefined
  readonly certificates: readonly string[] | undefined
}

export type IssuerKeyStore = ReturnType<typeof createIssuerKeyStore>

/** What keys are for, over time; the keys themselves are in `signing_key`. */
export function createIssuerKeyStore(db: Kysely<Schema>) {
  return {
    list: async (): Promise<readonly StoredIssuerKey[]> => {
      const rows = await db.selectFrom('issuer_key').selectAll().orderBy('announced_at').orderBy('kid').execute()
      return rows.map((row) => ({
        kid: row.kid,
        announcedAt: row.announced_at,
        activeFrom: row.active_from ?? undefined,
        retiredAt: row.retired_at ?? undefined,
        certificates: row.certificates ?? undefined,
      }))
    },
    /** The key of the first start signs from the beginning. */
    add: async (kid: string, announcedAt: Date, activeFrom?: Date): Promise<void> => {
      await db
        .insertInto('issuer_key')
        .values({
          kid,
          announced_at: announcedAt,
          active_from: activeFrom ?? null,
          retired_at: null,
          certificates: null,
        })
        .onConflict((on) => on.column('kid').doNothing())
        .execute()
    },
    certify: async (kid: string, certificates: readonly string[]): Promise<void> => {
      const update = db.updateTable('issuer_key').set({ certificates: JSON.stringify(certificates) })
      await update.where('kid', '=', kid).execute()
    },
    activate: async (kid: string, from: Date): Promise<void> => {
      await db.updateTable('issuer_key').set({ active_from: from }).where('kid', '=', kid).execute()
    },
    retire: async (kid: string, now: Date): Promise<void> => {
      await db.updateTable('issuer_key').set({ retired_at: now }).where('kid', '=', kid).execute()
    },
  }
}
