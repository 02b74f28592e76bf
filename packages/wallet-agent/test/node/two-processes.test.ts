// Several real processes on one wallet.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileWalletStore } from '../../node/index.ts'
import { holdingOf } from '../support/records.ts'
import { spawnHolder } from '../support/spawn-holder.ts'

let folder: string
let path: string
let lock: string
let store: FileWalletStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-processes-'))
  path = join(folder, 'wallet.json')
  lock = `${path}.lock`
  store = new FileWalletStore(path)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ids = async () => (await store.list()).map(({ id }) => id)

test('what processes add at the same time is all kept, and each makes its key for the same file', async () => {
  const COUNT = 15
  const names = ['a', 'b', 'c']
  const ended = await Promise.all(
    names.map(async (name) => (await once(spawnHolder(path, 'add', name, String(COUNT)), 'exit'))[0]),
  )
  expect(ended).toEqual([0, 0, 0])
  const expected = names.flatMap((name) => Array.from({ length: COUNT }, (_, i) => `${name}-${i}`))
  expect((await ids()).sort()).toEqual(expected.sort())
  expect((await readdir(folder)).sort()).toEqual(['wallet.json', 'wallet.key'])
})

test('a process that is killed while it changes the wallet locks nobody out, and leaves the state of before', async () => {
  await store.add([holdingOf('a')])
  const killed = spawnHolder(path, 'hang')
  await once(killed.stdout!, 'data')
  expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: killed.pid })
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  // Several at once: each may find the lock of the dead, and one must not take away that of another.
  const others = [store, new FileWalletStore(path)]
  await Promise.all([
    ...others.map((one, i) => one.add([holdingOf(`b${i}`)])),
    once(spawnHolder(path, 'add', 'c', '3'), 'exit'),
  ])
  expect((await ids()).sort()).toEqual(['a', 'b0', 'b1', 'c-0', 'c-1', 'c-2'])
  expect((await readdir(folder)).sort()).toEqual(['wallet.json', 'wallet.key'])
})

test('what a process left that was killed while it wrote is taken away, and nothing else', async () => {
  for (const name of [`wallet.json.${randomUUID()}`, 'wallet.json.copy', `other.json.${randomUUID()}`])
    await writeFile(join(folder, name), 'half of a wallet')
  await store.add([holdingOf('a')])
  const kept = (await readdir(folder)).sort()
  expect(kept).toEqual([expect.stringMatching(/^other\.json\./), 'wallet.json', 'wallet.json.copy', 'wallet.key'])
})

describe('a lock', () => {
  const lockOf = (fields: object) =>
    writeFile(lock, JSON.stringify({ id: 'a', host: hostname(), pid: process.pid, ...fields }))

  test('that a power cut tore is nobody’s', async () => {
    await writeFile(lock, '')
    await store.add([holdingOf('a')])
    expect(await ids()).toEqual(['a'])
  })

  test('of a number that another process has now is nobody’s', async () => {
    await lockOf({ started: '1' })
    await store.add([holdingOf('a')])
    expect(await ids()).toEqual(['a'])
  })

  test('of a process that lives is waited for, and then told; it can be read meanwhile', {
    timeout: 20_000,
  }, async () => {
    await store.add([holdingOf('a')])
    const started = (await readFile('/proc/self/stat', 'utf8').catch(() => '')).split(') ')[1]?.split(' ')[19]
    await lockOf({ ...(started !== undefined && { started }) })
    const adding = store.add([holdingOf('b')])
    expect(await ids()).toEqual(['a'])
    await expect(adding).rejects.toMatchObject({ code: 'wallet_busy', details: { file: lock } })
    await rm(lock)
    await store.add([holdingOf('c')])
    expect(await ids()).toEqual(['a', 'c'])
  })

  test('on another machine is waited for until it is gone', async () => {
    await lockOf({ host: 'another.example' })
    setTimeout(() => void rm(lock), 200)
    await store.add([holdingOf('a')])
    expect(await ids()).toEqual(['a'])
  })
})
