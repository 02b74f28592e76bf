import { afterAll, beforeAll, describe } from 'vitest'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import { createTestDatabase } from './database.ts'
import { postgresMissing, startPostgres, type TestPostgres } from './postgres.ts'

/** Runs a contract on PGlite, and on PostgreSQL where its programs are found; where not, the run says so. */
export function onBothDatabases(contract: (open: () => Promise<Database>) => void): void {
  if (postgresMissing !== undefined) console.warn(`Skipped on PostgreSQL. ${postgresMissing}.`)
  describe('PGlite', () => contract(createTestDatabase))
  describe.skipIf(postgresMissing !== undefined)('PostgreSQL', () => {
    let server: TestPostgres
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(() => server?.[Symbol.asyncDispose]())
    contract(() => openDatabase({ url: server.url }))
  })
}
