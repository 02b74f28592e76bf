import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '@bai/credential/node'
import { IssuerError } from '../src/index.ts'

const KEY_BYTES = 32

/**
 * The issuer's master key: from the file that the configuration names, or made once in the data folder. Whoever has it and
 * the database can sign; keep the two apart.
 *
 * @throws IssuerError `configuration_malformed`, `data_folder_unwritable`
 */
export async function readMasterKey(dataFolder: string, file: string | undefined): Promise<Uint8Array> {
  const path = file ?? join(dataFolder, 'master.key')
  if (file === undefined) await createOnce(path, dataFolder)
  let text: string
  try {
    text = await readFile(path, 'ascii')
  } catch (cause) {
    throw new IssuerError(
      'configuration_malformed',
      `The master key ${path} cannot be read.`,
      { field: 'master_key_file' },
      { cause },
    )
  }
  const key = Buffer.from(text.trim(), 'hex')
  if (key.length === KEY_BYTES && /^[0-9a-f]{64}$/i.test(text.trim())) return key
  const message = `The master key ${path} must be 64 hexadecimal digits; make one with: openssl rand -hex 32`
  throw new IssuerError('configuration_malformed', message, { field: 'master_key_file' })
}

async function createOnce(path: string, dataFolder: string): Promise<void> {
  try {
    await makeFolder(dataFolder)
    const handle = await open(path, 'wx', 0o600)
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    const message = `The data folder ${dataFolder} cannot be written (${code}); choose another with --data.`
    throw new IssuerError('data_folder_unwritable', message, { reason: code }, { cause: error })
  }
}
