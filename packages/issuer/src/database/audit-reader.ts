import type { JsonObject } from '@bai/credential'
import type { Kysely } from 'kysely'
import type { AuditReader } from '../operator-ports.ts'
import { checkAuditChain } from './audit-log.ts'
import type { Schema } from './schema.ts'

/** The audit log for those who look at what was done; whom it was done to is left out. */
export function createAuditReader(db: Kysely<Schema>): AuditReader {
  return {
    list: async (before, limit) => {
      let query = db.selectFrom('audit').select(['sequence', 'at', 'actor', 'action', 'detail'])
      if (before !== undefined) query = query.where('sequence', '<', before)
      const rows = await query.orderBy('sequence', 'desc').limit(limit).execute()
      return rows.map(({ detail, ...row }) => ({ ...row, detail: detail as JsonObject }))
    },
    check: () => checkAuditChain(db),
  }
}
