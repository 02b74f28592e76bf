import type { Kysely } from 'kysely'
import { createAgencyKeyStore } from './database/agency-key-store.ts'
import { createAuditLog } from './database/audit-log.ts'
import { createIdempotencyStore } from './database/idempotency-store.ts'
import { createRequestCounts } from './database/request-counts.ts'
import type { Schema } from './database/schema.ts'
import type { FaceVerificationDependencies } from './face-ports.ts'

type Stores = Pick<FaceVerificationDependencies, 'agencyKeys' | 'requestCounts' | 'idempotency' | 'audit'>

/** What the Face Verification Service keeps, in a database that is open and migrated; for mounting it without an issuer. */
export function createFaceVerificationStores(db: Kysely<Schema>): Stores {
  return {
    agencyKeys: createAgencyKeyStore(db),
    requestCounts: createRequestCounts(db),
    idempotency: createIdempotencyStore(db),
    audit: createAuditLog(db),
  }
}
