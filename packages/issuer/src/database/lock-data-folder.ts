import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kill, pid } from 'node:process'
import { makeFolder } from '@bai/credential/node'
import { IssuerError } from '../errors.ts'

/** Locks that this process holds: its own number in a file may also be left over from a container before. */
const held = new Set<string>()

/**
 * Makes a data folder and keeps other processes out of it, for two PGlite on one folder destroy it. The lock names a
 * process; one that is gone, by `kill -9` or power cut, locks nothing.
 *
 * @returns gives the folder free again
 * @throws IssuerError `data_folder_unwritable`, `data_folder_in_use`
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock')
  const content = JSON.stringify({ pid, started: await startOf(pid) })
  try {
    // The register is in it: nobody else on the machine reads it.
    await makeFolder(folder)
    await removeStaleLock(path)
    await writeFile(path, content, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (error instanceof IssuerError) throw error
    const reason = errorCodeOf(error)
    if (reason === 'EEXIST') throw inUse(await holderOf(path), error)
    throw new IssuerError(
      'data_folder_unwritable',
      `The data folder cannot be made or written (${reason}). Give a folder that the issuer's user may write.`,
      { reason },
      { cause: error },
    )
  }
  held.add(path)
  return async () => {
    held.delete(path)
    await rm(path, { force: true })
  }
}

async function removeStaleLock(path: string): Promise<void> {
  const holder = await holderOf(path)
  if (holder === undefined) return
  if (await isAlive(holder, path)) throw inUse(holder)
  await rm(path, { force: true })
}

type Holder = { readonly pid: number; readonly started: string | undefined }

/** @returns undefined when there is no lock; a lock torn by a power cut reads as one of process 0, which is nobody */
async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCodeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const [, number = '0'] = /"pid":(\d+)/.exec(text) ?? []
  return { pid: Number(number), started: /"started":"(\d+)"/.exec(text)?.[1] }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.pid === 0) return false
  if (holder.pid === pid) return held.has(path)
  try {
    kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (errorCodeOf(error) === 'ESRCH') return false
  }
  // A number that has been given to another process since started at another time.
  return holder.started === undefined || holder.started === (await startOf(holder.pid))
}

/** When a process started, in ticks since boot, where `/proc` tells (Linux: field 22 of `stat`, proc(5)). */
async function startOf(process: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${process}/stat`, 'utf8').catch(() => undefined)
  // Field 2 is the name in parentheses, which may hold spaces; field 3 follows the last parenthesis.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

function inUse(holder: Holder | undefined, cause?: unknown): IssuerError<'data_folder_in_use'> {
  const number = holder?.pid ?? 0
  return new IssuerError(
    'data_folder_in_use',
    `The data folder is in use by process ${number}. Stop that issuer, or start this one with another data folder.`,
    { pid: number },
    { cause },
  )
}
