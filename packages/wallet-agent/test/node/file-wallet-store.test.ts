import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodePlatform } from '@bai/credential/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileWalletStore } from '../../node/index.ts'
import type { StoredCredential } from '../../src/index.ts'

let folder: string
let path: string
let store: FileWalletStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-store-'))
  path = join(folder, 'data', 'wallet.json')
  store = new FileWalletStore(path)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function stored(id: string, fields: Partial<StoredCredential> = {}): StoredCredential {
  return {
    id,
    configurationId: 'card',
    vct: 'urn:example:card:1',
    issuer: 'did:web:issuer.example',
    keyId: 'key',
    receivedAt: '2026-11-20T09:00:00.000Z',
    expiresAt: '2027-02-20T09:00:00.000Z',
    credential: 'eyJ~',
    ...fields,
  }
}

const ids = async (from = store) => (await from.list()).map(({ id }) => id)

describe('the contract of the stores', () => {
  test('an empty wallet lists nothing, and leaves no trace by being looked at', async () => {
    expect(await store.list()).toEqual([])
    await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('what is added is there in the order in which it came, field by field, also after opening again', async () => {
    const [first, second] = [stored('a'), stored('b', { expiresAt: undefined })]
    await store.add([first])
    await store.add([second, stored('c')])
    expect(await new FileWalletStore(path).list()).toEqual([first, second, stored('c')])
  })

  test('a key signs what its public half verifies, also after opening again', async () => {
    const { id, publicJwk } = await store.createKey()
    const { signer, publicJwk: again } = await new FileWalletStore(path).findKey(id)
    expect(again).toEqual(publicJwk)
    const key = await nodePlatform.importKey(publicJwk)
    expect(await key.verify('ES256', 'text', await signer.sign('text'))).toBe(true)
    expect(await key.verify('ES256', 'other', await signer.sign('text'))).toBe(false)
  })

  test('a key that is not there is told', async () => {
    await expect(store.findKey('nobody')).rejects.toMatchObject({ code: 'holder_key_missing' })
    await expect(store.findKey('__proto__')).rejects.toMatchObject({ code: 'holder_key_missing' })
  })
})

describe('changes at the same time', () => {
  test('are all kept, in the order in which they were asked for', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `credential-${i}`)
    await Promise.all(names.map((name) => store.add([stored(name)])))
    expect(await ids()).toEqual(names)
  })

  test('are all kept where two are open on one file', async () => {
    const other = new FileWalletStore(join(folder, 'data', '..', 'data', 'wallet.json'))
    const keys = await Promise.all([store.createKey(), other.createKey(), store.createKey(), other.createKey()])
    await Promise.all([store.add([stored('a')]), other.add([stored('b')])])
    for (const { id } of keys) expect((await store.findKey(id)).id).toBe(id)
    expect(await ids()).toEqual(['a', 'b'])
  })

  test('go on after one that failed', async () => {
    await mkdir(join(folder, 'data'))
    await writeFile(path, 'damaged')
    await expect(store.add([stored('a')])).rejects.toMatchObject({ code: 'wallet_damaged' })
    await rm(path)
    await store.add([stored('b')])
    expect(await ids()).toEqual(['b'])
  })
})

describe('on the disk', () => {
  test('one file for its owner alone, in a folder for its owner alone', async () => {
    await store.createKey()
    await store.add([stored('a')])
    expect(await readdir(join(folder, 'data'))).toEqual(['wallet.json'])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
  })

  test('what a crash left behind is passed over', async () => {
    await store.add([stored('a')])
    await writeFile(`${path}.1b4e28ba-2fa1-11d2-883f-0016d3cca427`, '{"version":1,"keys":{},"cred')
    expect(await ids(new FileWalletStore(path))).toEqual(['a'])
    await store.add([stored('b')])
    expect(await ids(new FileWalletStore(path))).toEqual(['a', 'b'])
  })

  test.each([
    ['cut short', (text: string) => text.slice(0, -10)],
    ['empty', () => ''],
    ['of a later version', (text: string) => text.replace('"version":1', '"version":2')],
    ['with a member that is not known', (text: string) => text.replace('{', '{"hello":1,')],
    ['of something else', () => '[]'],
  ])('a file that is %s is told and left as it is', async (_how, damage) => {
    await store.createKey()
    await store.add([stored('a')])
    const damaged = damage(await readFile(path, 'utf8'))
    await writeFile(path, damaged)
    const attempts = [
      () => store.list(),
      () => store.add([stored('b')]),
      () => store.createKey(),
      () => store.findKey('a'),
    ]
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'wallet_damaged', details: { file: path } })
    expect(await readFile(path, 'utf8')).toBe(damaged)
    expect(await readdir(join(folder, 'data'))).toEqual(['wallet.json'])
  })

  test('a damaged file is told without a word of what is in it', async () => {
    const { id } = await store.createKey()
    const text = await readFile(path, 'utf8')
    const { d } = JSON.parse(text).keys[id]
    await writeFile(path, text.slice(0, -1))
    const error = await store.list().catch((caught) => caught)
    expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toContain(d)
  })

  test('a place that is no folder is told', async () => {
    await writeFile(join(folder, 'file'), '')
    const misplaced = new FileWalletStore(join(folder, 'file', 'wallet.json'))
    await expect(misplaced.add([stored('a')])).rejects.toMatchObject({ code: 'data_folder_unwritable' })
    await expect(misplaced.list()).rejects.toMatchObject({ code: 'data_folder_unwritable' })
  })

  test.skipIf(process.getuid?.() === 0)(
    'a folder that may not be written is told, and nothing is left in it',
    async () => {
      await store.add([stored('a')])
      await chmod(join(folder, 'data'), 0o500)
      await expect(store.add([stored('b')])).rejects.toMatchObject({ code: 'data_folder_unwritable' })
      expect(await ids()).toEqual(['a'])
      await chmod(join(folder, 'data'), 0o700)
    },
  )
})
