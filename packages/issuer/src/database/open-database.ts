import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, types } from 'pg'
import { IssuerError } from '../errors.ts'
import { lockDataFolder } from './lock-data-folder.ts'
import { migrate } from './migrate.ts'
import { createPgliteDialect } from './pglite-dialect.ts'
import type { Schema } from './schema.ts'

export type OpenDatabaseOptions = {
  /** `postgresql://…`: a PostgreSQL server, 15 or newer. For production. */
  readonly url?: string
  /** Folder of an embedded PGlite; it and `url` left out: PGlite in memory. For development and demonstrations. */
  readonly dataDirectory?: string
  /** What a new PGlite begins with, from `dumpDataDir`; left out: empty. */
  readonly pgliteOptions?: Pick<PGliteOptions, 'loadDataDir'>
}

export type Database = AsyncDisposable & {
  readonly db: Kysely<Schema>
  readonly kind: 'pglite' | 'postgres'
}

const CONNECTION_TIMEOUT_MS = 5_000
const POOL_SIZE = 16
/** PostgreSQL's number for `bigint`: sequences and counts, which fit a JavaScript number. */
const INT8 = 20

/**
 * Opens a database and brings it to the newest schema. Both kinds speak the same SQL and return the same types.
 *
 * PGlite survives `kill -9` but never calls fsync, so a power cut can cost it data: production is PostgreSQL.
 *
 * @throws IssuerError `database_unreachable`, `database_migration_failed`, `data_folder_unwritable`, `data_folder_in_use`
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const database = options.url === undefined ? await openPglite(options) : await openPostgres(options.url)
  try {
    await migrate(database.db)
    return database
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

async function openPglite({ dataDirectory, pgliteOptions }: OpenDatabaseOptions): Promise<Database> {
  const unlock = dataDirectory === undefined ? async () => {} : await lockDataFolder(dataDirectory)
  try {
    const client = await PGlite.create({
      ...pgliteOptions,
      ...(dataDirectory !== undefined && { dataDir: join(dataDirectory, 'database') }),
      parsers: { [INT8]: Number },
    })
    const db = new Kysely<Schema>({ dialect: createPgliteDialect(client) })
    return {
      db,
      kind: 'pglite',
      [Symbol.asyncDispose]: async () => {
        await db.destroy()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    max: POOL_SIZE,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 && format !== 'binary' ? Number : types.getTypeParser(oid, format),
    },
  })
  // A connection that breaks while idle is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await sql`select 1`.execute(db)
  } catch (error) {
    await db.destroy()
    throw unreachable(url, error)
  }
  return { db, kind: 'postgres', [Symbol.asyncDispose]: () => db.destroy() }
}

/** Names the host and never the rest of the URL, which holds the password. */
function unreachable(url: string, cause: unknown): IssuerError<'database_unreachable'> {
  const host = URL.canParse(url) ? new URL(url).host : ''
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'timeout'
  return new IssuerError(
    'database_unreachable',
    `PostgreSQL at ${host || 'the configured URL'} does not answer or refuses (${reason}). Check that it runs, and the host, user and password of the database URL.`,
    { host, reason },
    { cause },
  )
}
