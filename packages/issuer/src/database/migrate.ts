import { type Kysely, Migrator } from 'kysely'
import { IssuerError } from '../errors.ts'
import { initial } from './migrations/0001-initial.ts'
import { agencies } from './migrations/0002-agencies.ts'
import { authorization } from './migrations/0003-authorization.ts'
import { statusCohorts } from './migrations/0004-status-cohorts.ts'
import { lifeEvents } from './migrations/0005-life-events.ts'
import { enrolments } from './migrations/0006-enrolments.ts'
import { operators } from './migrations/0007-operators.ts'
import { issuerKeys } from './migrations/0008-issuer-keys.ts'
import { enrolmentPurposes } from './migrations/0009-enrolment-purposes.ts'
import { dossiers } from './migrations/0010-dossiers.ts'
import { issuerState } from './migrations/0011-issuer-state.ts'
import type { Schema } from './schema.ts'

/** In order of their names, never renamed and never changed once released: a database remembers them by name. */
const migrations = {
  '0001-initial': initial,
  '0002-agencies': agencies,
  '0003-authorization': authorization,
  '0004-status-cohorts': statusCohorts,
  '0005-life-events': lifeEvents,
  '0006-enrolments': enrolments,
  '0007-operators': operators,
  '0008-issuer-keys': issuerKeys,
  '0009-enrolment-purposes': enrolmentPurposes,
  '0010-dossiers': dossiers,
  '0011-issuer-state': issuerState,
}

/** By its name a database is known to have this version's schema. */
export const newestMigration = Object.keys(migrations).sort().at(-1) ?? ''

/**
 * Brings a database to the newest schema, in one transaction, under a lock that keeps a second process waiting.
 *
 * @throws IssuerError `database_migration_failed`
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const migration = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'none'
  throw new IssuerError(
    'database_migration_failed',
    `The database could not be brought to this version's schema (migration: ${migration}). Nothing was changed. If a newer version of the issuer has used this database, run that one.`,
    { migration },
    { cause: error },
  )
}
