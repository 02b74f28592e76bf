// What lies on the disk. That the store does what every store does: test/contract.
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileWalletStore } from '../../node/index.ts'
import { entryOf, holdingOf } from '../support/records.ts'

let folder: string
let path: string
let store: FileWalletStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-store-'))
  path = join(folder, 'data', 'wallet.json')
  store = new FileWalletStore(path)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ids = async (from = store) => (await from.list()).map(({ id }) => id)

test('a wallet leaves no trace by being looked at', async () => {
  expect(await store.list()).toEqual([])
  await expect(access(join(folder, 'data'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('file and key are for their owner alone, in a folder for its owner alone, and nothing else is there', async () => {
  await store.createKeys(1)
  await store.add([holdingOf('a')])
  expect((await readdir(join(folder, 'data'))).sort()).toEqual(['wallet.json', 'wallet.key'])
  for (const name of ['wallet.json', 'wallet.key'])
    expect((await stat(join(folder, 'data', name))).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
})

test('keys, credentials and log are in one file, and none of them can be read in it', async () => {
  const [key] = await store.createKeys(1)
  const { x = '' } = key!.publicJwk
  await store.add([holdingOf('marked-holding', { copies: [{ keyId: key!.id, credential: 'marked-credential' }] })])
  await store.history.put(entryOf('marked-entry', { en: 'Marked Party' }))
  const text = await readFile(path, 'utf8')
  for (const marked of [key!.id, x, 'marked', 'Marked', '"keys"', 'urn:example'])
    for (const form of [marked, Buffer.from(marked).toString('base64url').slice(1, -2)])
      expect(text).not.toContain(form)
})

test('the same state is never written the same way twice', async () => {
  await store.history.remove(['nobody'])
  const first = JSON.parse(await readFile(path, 'utf8'))
  await store.history.remove(['nobody'])
  const second = JSON.parse(await readFile(path, 'utf8'))
  expect(second.cipher.iv).not.toBe(first.cipher.iv)
  expect(second.sealed).not.toBe(first.sealed)
})

test('changes are made in the order in which they were asked for', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `credential-${i}`)
  const other = new FileWalletStore(join(folder, 'data', '..', 'data', 'wallet.json'))
  await Promise.all(names.map((name, i) => (i % 2 ? store : other).add([holdingOf(name)])))
  expect(await ids()).toEqual(names)
})

test('a change goes on after one that failed', async () => {
  await mkdir(join(folder, 'data'))
  await writeFile(path, 'damaged')
  await expect(store.add([holdingOf('a')])).rejects.toMatchObject({ code: 'wallet_damaged' })
  await rm(path)
  await store.add([holdingOf('b')])
  expect(await ids()).toEqual(['b'])
})

test('what a crash left behind is passed over', async () => {
  await store.add([holdingOf('a')])
  await writeFile(`${path}.1b4e28ba-2fa1-11d2-883f-0016d3cca427`, '{"format":"bai-wallet","vers')
  expect(await ids(new FileWalletStore(path))).toEqual(['a'])
  await store.add([holdingOf('b')])
  expect(await ids(new FileWalletStore(path))).toEqual(['a', 'b'])
})

describe('a file that is', () => {
  const DAMAGES: readonly (readonly [string, string, (text: string) => string])[] = [
    ['cut short', 'wallet_damaged', (text) => text.slice(0, -10)],
    ['empty', 'wallet_damaged', () => ''],
    ['of a later version', 'wallet_damaged', (text) => text.replace('"version":1', '"version":2')],
    ['with a member that is not known', 'wallet_damaged', (text) => text.replace('{', '{"hello":1,')],
    ['of something else', 'wallet_damaged', () => '[]'],
    ['a number', 'wallet_damaged', () => '3'],
    [
      'a plain one of a version that never was plain',
      'wallet_damaged',
      () => '{"version":3,"keys":{},"holdings":[],"history":[]}',
    ],
    ['changed in what is sealed', 'wallet_key_wrong', (text) => swapCharacter(text, '"sealed":"')],
    ['changed in its IV', 'wallet_key_wrong', (text) => swapCharacter(text, '"iv":"')],
  ]

  test.each(DAMAGES)('%s is told and left as it is', async (_how, code, damage) => {
    await store.createKeys(1)
    await store.add([holdingOf('a')])
    const damaged = damage(await readFile(path, 'utf8'))
    await writeFile(path, damaged)
    const attempts = [
      () => store.list(),
      () => store.add([holdingOf('b')]),
      () => store.createKeys(1),
      () => store.removeKeys(['a']),
      () => store.update('a', (holding) => holding),
      () => store.findKey('a'),
      () => store.history.list(),
      () => store.history.put(entryOf('e')),
      () => store.history.remove(['e']),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ name: 'WalletError', code })
    expect(await readFile(path, 'utf8')).toBe(damaged)
    expect((await readdir(join(folder, 'data'))).sort()).toEqual(['wallet.json', 'wallet.key'])
  })

  test('longer than any wallet is not read', async () => {
    await store.add([holdingOf('a')])
    await truncate(path, 200_000_001)
    await expect(store.list()).rejects.toMatchObject({ code: 'wallet_damaged', details: { file: path } })
  })
})

describe('a place', () => {
  test('that is no folder is told', async () => {
    await writeFile(join(folder, 'file'), '')
    const misplaced = new FileWalletStore(join(folder, 'file', 'wallet.json'))
    await expect(misplaced.add([holdingOf('a')])).rejects.toMatchObject({ code: 'data_folder_unwritable' })
    await expect(misplaced.list()).rejects.toMatchObject({ code: 'data_folder_unwritable' })
  })

  test.skipIf(process.getuid?.() === 0)('that may not be written is told, and nothing is left in it', async () => {
    await store.add([holdingOf('a')])
    await chmod(join(folder, 'data'), 0o500)
    await expect(store.add([holdingOf('b')])).rejects.toMatchObject({ code: 'data_folder_unwritable' })
    expect(await ids()).toEqual(['a'])
    await chmod(join(folder, 'data'), 0o700)
  })
})

/** Another character of base64url after a mark. */
function swapCharacter(text: string, mark: string): string {
  const at = text.indexOf(mark) + mark.length
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
}
