import type { PGlite } from '@electric-sql/pglite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'

/** kysely over an embedded PGlite: everything is kysely's own for PostgreSQL, but for the one connection. */
export function createPgliteDialect(client: PGlite): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PgliteDriver(client),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

/**
 * Hands out PGlite's single connection to one user at a time, in the order of asking. Were it shared, the statements
 * of two transactions would run inside one another: updates get lost, and a rollback takes a neighbour's writes along.
 *
 * So a transaction must query through its own `trx`; asking `db` for a connection while holding one waits for ever.
 */
class PgliteDriver implements Driver {
  readonly #client: PGlite
  readonly #releases = new WeakMap<DatabaseConnection, () => void>()
  #lastRelease: Promise<void> = Promise.resolve()

  constructor(client: PGlite) {
    this.#client = client
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#lastRelease
    const { promise, resolve } = withResolvers()
    this.#lastRelease = promise
    await before
    const connection = new PgliteConnection(this.#client)
    this.#releases.set(connection, resolve)
    return connection
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#releases.get(connection)?.()
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel, accessMode } = settings
    const words = ['start transaction', isolationLevel && `isolation level ${isolationLevel}`, accessMode]
    await connection.executeQuery(CompiledQuery.raw(words.filter(Boolean).join(' ')))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async destroy(): Promise<void> {
    await this.#client.close()
  }
}

class PgliteConnection implements DatabaseConnection {
  readonly #client: PGlite

  constructor(client: PGlite) {
    this.#client = client
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.#client.query<R>(query.sql, [...query.parameters])
    return { rows, numAffectedRows: BigInt(affectedRows ?? 0) }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator, and PGlite has no cursors to fill it.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new TypeError('Streaming is not used over PGlite; page through the rows by key.')
  }
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
