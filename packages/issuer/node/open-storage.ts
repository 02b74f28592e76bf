import { createSecrets, type Database, openDatabase, type Secrets } from '../src/index.ts'
import { readMasterKey } from './master-key.ts'

export type StorageOptions = {
  readonly dataFolder: string
  /** `postgresql://…`; left out: the embedded database in the data folder. */
  readonly databaseUrl?: string | undefined
  /** Left out: `master.key` in the data folder, made at the first start. */
  readonly masterKeyFile?: string | undefined
}

export type Storage = { readonly database: Database; readonly masterKey: Uint8Array; readonly secrets: Secrets }

/** Opens the database, and the keys that its rows are hashed and encrypted under. @throws IssuerError see `openDatabase`, `readMasterKey` */
export async function openStorage({ dataFolder, databaseUrl, masterKeyFile }: StorageOptions): Promise<Storage> {
  const masterKey = await readMasterKey(dataFolder, masterKeyFile)
  const database = await openDatabase(databaseUrl === undefined ? { dataDirectory: dataFolder } : { url: databaseUrl })
  return { database, masterKey, secrets: createSecrets(masterKey) }
}
