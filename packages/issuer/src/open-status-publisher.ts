import type { Kysely } from 'kysely'
import type { Schema } from './database/schema.ts'
import { createStatusListStore } from './database/status-list-store.ts'
import type { StatusPublisher, StatusPublisherDependencies } from './status-ports.ts'
import { createStatusPublisher } from './use-cases/status-publisher.ts'

export type OpenStatusPublisherInput = Omit<StatusPublisherDependencies, 'statusLists'> & {
  readonly db: Kysely<Schema>
}

/** A publisher over a database that is open and migrated, after its first pass: all lists are in memory. */
export async function openStatusPublisher({ db, ...rest }: OpenStatusPublisherInput): Promise<StatusPublisher> {
  const publisher = createStatusPublisher({ ...rest, statusLists: createStatusListStore(db, rest.randomBytes) })
  await publisher.publish()
  return publisher
}
