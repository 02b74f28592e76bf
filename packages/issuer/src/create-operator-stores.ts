import type { Kysely } from 'kysely'
import { createAuditReader } from './database/audit-reader.ts'
import { createCitizenFiles } from './database/citizen-files.ts'
import { createOperatorStore } from './database/operator-store.ts'
import type { Schema } from './database/schema.ts'
import { createStatistics } from './database/statistics.ts'
import type { OperatorDependencies } from './operator-ports.ts'

/** What operators work with. */
export function createOperatorStores(db: Kysely<Schema>): OperatorDependencies {
  return {
    operators: createOperatorStore(db),
    citizenFiles: createCitizenFiles(db),
    auditReader: createAuditReader(db),
    statistics: createStatistics(db),
  }
}
