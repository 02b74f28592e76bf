import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import { migrate } from '../../src/database/migrate.ts'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import { createPgliteDialect } from '../../src/database/pglite-dialect.ts'
import type { Schema } from '../../src/database/schema.ts'

const packageFolder = fileURLToPath(new URL('../../', import.meta.url))
const cacheFolder = join(packageFolder, 'node_modules/.cache/bai-database')
let snapshot: Promise<Blob> | undefined

/**
 * A migrated PGlite in memory, empty. Making one takes seconds (initdb in WebAssembly), unpacking one half a second,
 * so the first is kept beside the installed packages, under a name made of PGlite's version and the migrations.
 */
export async function createTestDatabase(): Promise<Database> {
  return openDatabase({ pgliteOptions: await fromSnapshot() })
}

/** The options that make a new PGlite, in memory or in a folder, from the snapshot. */
export async function fromSnapshot(): Promise<{ loadDataDir: Blob }> {
  snapshot ??= loadSnapshot()
  return { loadDataDir: await snapshot }
}

async function loadSnapshot(): Promise<Blob> {
  const path = join(cacheFolder, `${await fingerprint()}.tar`)
  const kept = await readFile(path).catch(() => undefined)
  if (kept !== undefined) return new Blob([kept])
  const client = await PGlite.create()
  const db = new Kysely<Schema>({ dialect: createPgliteDialect(client) })
  await migrate(db)
  const dump = await client.dumpDataDir('none')
  await db.destroy()
  await mkdir(cacheFolder, { recursive: true })
  // Test files run side by side: only a whole file gets the name.
  const part = `${path}.${process.pid}`
  await writeFile(part, Buffer.from(await dump.arrayBuffer()))
  await rename(part, path)
  return dump
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await readFile(join(packageFolder, 'node_modules/@electric-sql/pglite/package.json')))
  const folder = join(packageFolder, 'src/database/migrations')
  for (const file of (await readdir(folder)).sort()) hash.update(await readFile(join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}
