// What opens the file of a wallet, and what does not.
import { createDecipheriv, scryptSync } from 'node:crypto'
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileWalletStore, type FileWalletStoreOptions } from '../../node/index.ts'
import { holdingOf } from '../support/records.ts'

const PASSPHRASE = 'ma kin khao kan'
let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-sealed-'))
  path = join(folder, 'wallet.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (options: FileWalletStoreOptions = {}) => new FileWalletStore(path, options)
const ids = async (store: FileWalletStore) => (await store.list()).map(({ id }) => id)
const envelope = async () => JSON.parse(await readFile(path, 'utf8'))

describe('a wallet with a passphrase', () => {
  test('opens with it, typed on any keyboard, and needs no other file', async () => {
    const store = open({ passphrase: 'café café café' })
    await store.add([holdingOf('a')])
    const salt = (await envelope()).kdf.salt
    await store.add([holdingOf('b')])
    expect((await envelope()).kdf.salt).toBe(salt)
    expect(await ids(open({ passphrase: ' cafe\u0301 cafe\u0301 cafe\u0301\n' }))).toEqual(['a', 'b'])
    expect(await readdir(folder)).toEqual(['wallet.json'])
  })

  test('is AES-256-GCM under scrypt as its file says: opened here by other means', async () => {
    await open({ passphrase: PASSPHRASE }).add([holdingOf('a')])
    const { format, version, kdf, cipher, sealed } = await envelope()
    expect([format, version, kdf.n, kdf.r, kdf.p, cipher.name]).toEqual(['bai-wallet', 1, 131_072, 8, 1, 'A256GCM'])
    const bytes = (base64url: string) => Buffer.from(base64url, 'base64url')
    const key = scryptSync(PASSPHRASE, bytes(kdf.salt), 32, { N: 131_072, r: 8, p: 1, maxmem: 2 ** 28 })
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(cipher.iv))
    const header = ['bai-wallet', 1, ['scrypt', 131_072, 8, 1, kdf.salt], 'A256GCM', cipher.iv]
    decipher.setAAD(Buffer.from(JSON.stringify(header))).setAuthTag(bytes(sealed).subarray(-16))
    const text = decipher.update(bytes(sealed).subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')
    expect(JSON.parse(text)).toEqual({ version: 4, keys: {}, holdings: [holdingOf('a')], history: [], waiting: {} })
  })

  test('does not open with another, nor without one, and is left as it is', async () => {
    await open({ passphrase: PASSPHRASE }).add([holdingOf('a')])
    const before = await readFile(path, 'utf8')
    for (const [store, code] of [
      [open({ passphrase: 'ma kin khao gan' }), 'wallet_key_wrong'],
      [open(), 'wallet_key_missing'],
    ] as const) {
      const refused = { code, details: { by: 'passphrase' } }
      await expect(store.list()).rejects.toMatchObject(refused)
      await expect(store.add([holdingOf('b')])).rejects.toMatchObject(refused)
      await expect(store.findKey('a')).rejects.toMatchObject(refused)
    }
    expect(await readFile(path, 'utf8')).toBe(before)
    expect(await readdir(folder)).toEqual(['wallet.json'])
  })

  test.each([
    ['weaker than is ever written', { n: 1024 }],
    ['so costly that it would stop the machine', { n: 2 ** 30 }],
    ['of another kind', { name: 'pbkdf2' }],
    ['with a salt that is too short', { salt: 'AAAA' }],
  ])('does not begin to derive a key %s', async (_what, kdf) => {
    const store = open({ passphrase: PASSPHRASE })
    await store.add([])
    const file = await envelope()
    await writeFile(path, JSON.stringify({ ...file, kdf: { ...file.kdf, ...kdf } }))
    await expect(store.list()).rejects.toMatchObject({ code: 'wallet_damaged' })
  })

  test('is no wallet with an empty one', () => {
    expect(() => open({ passphrase: '' })).toThrow(TypeError)
  })
})

describe('a wallet with a key file', () => {
  test('opens with it wherever it lies', async () => {
    const keyFile = join(folder, 'elsewhere.key')
    await open({ keyFile }).add([holdingOf('a')])
    expect((await readdir(folder)).sort()).toEqual(['elsewhere.key', 'wallet.json'])
    expect(await readFile(keyFile, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(await ids(open({ keyFile }))).toEqual(['a'])
    await rename(keyFile, join(folder, 'wallet.key'))
    expect(await ids(open())).toEqual(['a'])
  })

  test('does not open without it, and no other takes its place', async () => {
    await open().add([holdingOf('a')])
    await rm(join(folder, 'wallet.key'))
    const missing = { code: 'wallet_key_missing', details: { by: 'key_file' } }
    await expect(open().list()).rejects.toMatchObject(missing)
    await expect(open().add([holdingOf('b')])).rejects.toMatchObject(missing)
    expect(await readdir(folder)).toEqual(['wallet.json'])
  })

  test.each([
    ['that of another wallet', `${'0'.repeat(64)}\n`],
    ['cut short', 'abc'],
    ['empty', ''],
  ])('does not open with a key file that is %s', async (_what, content) => {
    await open().add([holdingOf('a')])
    await writeFile(join(folder, 'wallet.key'), content)
    const wrong = { code: 'wallet_key_wrong', details: { by: 'key_file' } }
    await expect(open().list()).rejects.toMatchObject(wrong)
    await expect(open().add([holdingOf('b')])).rejects.toMatchObject(wrong)
    expect(await readFile(join(folder, 'wallet.key'), 'utf8')).toBe(content)
  })

  test('gets a passphrase by being opened with one, from the next change on', async () => {
    await open().add([holdingOf('a')])
    const store = open({ passphrase: PASSPHRASE })
    expect(await ids(store)).toEqual(['a'])
    await store.add([holdingOf('b')])
    await rm(join(folder, 'wallet.key'))
    expect(await ids(open({ passphrase: PASSPHRASE }))).toEqual(['a', 'b'])
    await expect(open().list()).rejects.toMatchObject({ code: 'wallet_key_missing' })
  })
})

test('a plain file of an earlier wallet is sealed under the passphrase that it is opened with', async () => {
  await copyFile(new URL('version-2.wallet', import.meta.url), path)
  const store = open({ passphrase: PASSPHRASE })
  const held = await store.list()
  await store.add([])
  expect((await envelope()).kdf.name).toBe('scrypt')
  expect(await open({ passphrase: PASSPHRASE }).list()).toEqual(held)
})
