import type { Kysely } from 'kysely'
import type { AuthorizationDependencies } from './authorization-ports.ts'
import { createAuthorizationRequestStore } from './database/authorization-request-store.ts'
import { createDeferredIssuanceStore } from './database/deferred-issuance-store.ts'
import { createGrantStore } from './database/grant-store.ts'
import { createNotificationStore } from './database/notification-store.ts'
import type { Schema } from './database/schema.ts'
import { createUsedIdentifierStore } from './database/used-identifier-store.ts'

/** What authorization and the answers to wallets keep. */
export function createAuthorizationStores(db: Kysely<Schema>): AuthorizationDependencies {
  return {
    grants: createGrantStore(db),
    authorizationRequests: createAuthorizationRequestStore(db),
    deferredIssuances: createDeferredIssuanceStore(db),
    notifications: createNotificationStore(db),
    usedIdentifiers: createUsedIdentifierStore(db),
  }
}
