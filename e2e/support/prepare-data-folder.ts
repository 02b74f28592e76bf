import { openDatabase } from '@bai/issuer'
import { fromSnapshot } from '../../packages/issuer/test/support/database.ts'

/** An issuer's data folder with an empty, migrated database in it: what its first start would make in five seconds. */
export async function prepareDataFolder(dataFolder: string): Promise<void> {
  const database = await openDatabase({ dataDirectory: dataFolder, pgliteOptions: await fromSnapshot() })
  await database[Symbol.asyncDispose]()
}
