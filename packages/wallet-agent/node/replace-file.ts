import { randomUUID } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file for its owner alone: to a new one, flushed and renamed over the old one, so that a crash leaves the old or
 * the new and never half of one.
 *
 * @throws the file system's own error
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await flushFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Takes away what processes that died in the middle left of their replacements. Only for who alone may replace the file. */
export async function removeLeftovers(path: string): Promise<void> {
  const [folder, prefix] = [dirname(path), `${basename(path)}.`]
  for (const name of await readdir(folder))
    if (name.startsWith(prefix) && UUID.test(name.slice(prefix.length))) await rm(join(folder, name), { force: true })
}

/** The new name is on the disk too; where folders cannot be opened, on Windows, the file system sees to it. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}
