import { encodeBase64url, type RandomBytes } from '@bai/credential'
import type { Kysely } from 'kysely'
import { createDossierStore } from './database/dossier-store.ts'
import type { Schema } from './database/schema.ts'
import { createStatusListStore } from './database/status-list-store.ts'
import type { StatusPublisher } from './status-ports.ts'
import { type CascadingPublisherDependencies, createCascadingPublisher } from './use-cases/cascading-publisher.ts'

export type OpenCascadingPublisherInput = Omit<
  CascadingPublisherDependencies,
  'dossiers' | 'statusLists' | 'holder'
> & {
  readonly db: Kysely<Schema>
  /** `deriveKey(masterKey, 'dossiers')` */
  readonly sealingKey: Uint8Array
  readonly randomBytes: RandomBytes
}

const HOLDER_BYTES = 16

/** An agency's publisher, over a database that is open and migrated: before it publishes, it revokes what lost its source. */
export function openCascadingPublisher({
  db,
  sealingKey,
  randomBytes,
  ...rest
}: OpenCascadingPublisherInput): StatusPublisher {
  return createCascadingPublisher({
    ...rest,
    dossiers: createDossierStore({ db, sealingKey, randomBytes }),
    statusLists: createStatusListStore(db, randomBytes),
    holder: encodeBase64url(randomBytes(HOLDER_BYTES)),
  })
}
