import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockDataFolder } from '../../src/database/lock-data-folder.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { fromSnapshot } from '../support/database.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-data-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a data folder', () => {
  it('keeps what was written, and lets one in at a time', async () => {
    const dataDirectory = join(folder, 'new', 'deep')
    const first = await openDatabase({ dataDirectory, pgliteOptions: await fromSnapshot() })
    await first.db.insertInto('house').values({ house_code: '1', document: '{}' }).execute()
    await expect(openDatabase({ dataDirectory })).rejects.toMatchObject({
      code: 'data_folder_in_use',
      details: { pid: process.pid },
    })
    await first[Symbol.asyncDispose]()
    const second = await openDatabase({ dataDirectory })
    expect(await second.db.selectFrom('house').select('house_code').execute()).toEqual([{ house_code: '1' }])
    await second[Symbol.asyncDispose]()
  })

  it('that cannot be made is told as such', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(openDatabase({ dataDirectory: join(file, 'below') })).rejects.toMatchObject({
      code: 'data_folder_unwritable',
      details: { reason: 'ENOTDIR' },
    })
  })
})

describe('the lock', () => {
  it('is held against a living process and falls with one that was killed', async () => {
    const locked = join(folder, 'locked')
    const holder = fork(new URL('../support/hold-lock.ts', import.meta.url), [locked], {
      execArgv: ['--conditions=@bai/source', '--import', 'tsx'],
    })
    await once(holder, 'message')
    await expect(lockDataFolder(locked)).rejects.toMatchObject({
      code: 'data_folder_in_use',
      details: { pid: holder.pid },
    })
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const unlock = await lockDataFolder(locked)
    await unlock()
  })

  it.each([
    ['of a process with our number, before us', JSON.stringify({ pid: process.pid, started: '1' })],
    ['of a process whose number another has now', JSON.stringify({ pid: process.ppid, started: '1' })],
    ['cut off by a power failure', ''],
  ])('is taken over when left %s', async (name, content) => {
    const left = join(folder, name)
    await (await lockDataFolder(left))()
    await writeFile(join(left, 'lock'), content)
    const unlock = await lockDataFolder(left)
    expect(await readFile(join(left, 'lock'), 'utf8')).toContain(`"pid":${process.pid}`)
    await unlock()
  })
})

describe('PostgreSQL that is not there', () => {
  it('is told with its host and without its password', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const opening = openDatabase({ url: `postgresql://bai:geheim@127.0.0.1:${port}/bai` })
    await expect(opening).rejects.toMatchObject({
      code: 'database_unreachable',
      details: { host: `127.0.0.1:${port}`, reason: 'ECONNREFUSED' },
    })
    await expect(opening).rejects.not.toThrow(/geheim/)
  })

  it('is told when the URL is none', async () => {
    await expect(openDatabase({ url: 'not a url' })).rejects.toMatchObject({ code: 'database_unreachable' })
  })
})
