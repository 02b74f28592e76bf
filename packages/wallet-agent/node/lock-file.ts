import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { kill, pid } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'
import { WalletError } from '../src/index.ts'

/** Whoever holds a lock. Each lock has an id of its own, so that one is never taken for another that came after it. */
const HolderSchema = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.int(),
  started: z.string().optional(),
})
type Holder = z.infer<typeof HolderSchema>

/** A lock that cannot be read was torn by a power cut, which nobody outlived. */
const NOBODY: Holder = { id: 'torn', host: hostname(), pid: 0 }

const WAIT_MILLISECONDS = 5_000
const POLL_MILLISECONDS = 20

/**
 * Does something while no other process does it. A process that died left its lock behind, and it is taken away; on
 * another machine, which cannot be looked at, it is waited for.
 *
 * @param path of the lock, in a folder that is there
 * @throws WalletError `wallet_busy` after five seconds; the file system's own error
 */
export async function whileLocked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const own: Holder = { id: randomUUID(), host: hostname(), pid, started: await startOf(pid) }
  const attempts = WAIT_MILLISECONDS / POLL_MILLISECONDS
  for (let i = 0; !(await take(path, own)); i++) {
    if (i >= attempts) {
      const message = `Another process uses this wallet. If none does, remove ${path}.`
      throw new WalletError('wallet_busy', message, { file: path })
    }
    const removed = await removeIfDead(path)
    if (!removed) await setTimeout(POLL_MILLISECONDS)
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

/** By a link, which is made whole or not at all: nobody ever reads half of a lock. */
async function take(path: string, own: Holder): Promise<boolean> {
  const temporary = `${path}.${own.id}`
  try {
    await writeFile(temporary, JSON.stringify(own), { flag: 'wx', mode: 0o600 })
    await link(temporary, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * Takes the lock of a dead process away. Only one process at a time may, by a lock on that very lock: another that saw the
 * dead one too would take away the lock of a living one that came after it.
 */
async function removeIfDead(path: string): Promise<boolean> {
  const holder = await holderOf(path)
  if (holder === undefined) return true
  if (await isAlive(holder)) return false
  await whileLocked(`${path}.${holder.id}.dead`, async () => {
    if ((await holderOf(path))?.id === holder.id) await rm(path, { force: true })
  })
  return true
}

/** @returns undefined when there is no lock */
async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : parseHolder(text)
}

function parseHolder(text: string): Holder {
  try {
    return HolderSchema.parse(JSON.parse(text))
  } catch {
    return NOBODY
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder === NOBODY) return false
  if (holder.host !== hostname()) return true
  try {
    kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
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
