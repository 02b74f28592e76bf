import { access, chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseJsonObject } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileWalletStore } from '../../node/index.ts'
import type { Holding } from '../../src/index.ts'

const DID_OF_VERSION_1 = 'did:web:127.0.0.1%3A35533'
const ISSUER_OF_VERSION_1 = 'http://127.0.0.1:35533'
const deferral = {
  transactionId: 'transaction',
  keyIds: ['key'],
  askAgainAt: '2026-11-20T09:01:00.000Z',
  authorizationServer: 'https://issuer.example',
  accessToken: 'token',
}
let folder: string
let path: string
let store: FileWalletStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-store-'))
  path = join(folder, 'data', 'wallet.json')
  store = new FileWalletStore(path)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function stored(id: string, fields: Partial<Holding> = {}): Holding {
  return {
    id,
    configurationId: 'card',
    vct: 'urn:example:card:1',
    issuer: 'https://issuer.example',
    receivedAt: '2026-11-20T09:00:00.000Z',
    copies: [{ keyId: 'key', credential: 'eyJ~', expiresAt: '2027-02-20T09:00:00.000Z' }],
    ...fields,
  }
}

const newKey = async (of = store) => (await of.createKeys(1))[0]!
const ids = async (from = store) => (await from.list()).map(({ id }) => id)

describe('the contract of the stores', () => {
  test('an empty wallet lists nothing, and leaves no trace by being looked at', async () => {
    expect(await store.list()).toEqual([])
    await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('what is added is there in the order in which it came, field by field, also after opening again', async () => {
    const [first, second] = [stored('a'), stored('b', { copies: [], deferral })]
    await store.add([first])
    await store.add([second, stored('c')])
    expect(await new FileWalletStore(path).list()).toEqual([first, second, stored('c')])
  })

  test('a key signs what its public half verifies, also after opening again', async () => {
    const { id, publicJwk } = await newKey()
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

describe('changes of what is held', () => {
  test('a change sees what is there, and leaves the rest', async () => {
    await store.add([stored('a'), stored('b')])
    const changed = await store.update('a', (holding) => ({ ...holding, copies: [] }))
    expect(changed).toEqual(stored('a', { copies: [] }))
    expect(await new FileWalletStore(path).list()).toEqual([stored('a', { copies: [] }), stored('b')])
  })

  test('one that throws changes nothing, and one of what is not held is told', async () => {
    await store.add([stored('a')])
    const refuse = () => {
      throw new TypeError('no')
    }
    await expect(store.update('a', refuse)).rejects.toThrow(TypeError)
    await expect(store.update('c', (holding) => holding)).rejects.toMatchObject({ code: 'holding_unknown' })
    expect(await store.list()).toEqual([stored('a')])
  })

  test('keys that are removed are gone, and no others', async () => {
    const [first, second, third] = await store.createKeys(3)
    await store.removeKeys([first!.id, third!.id, 'nobody'])
    expect((await store.findKey(second!.id)).publicJwk).toEqual(second!.publicJwk)
    for (const { id } of [first!, third!])
      await expect(store.findKey(id)).rejects.toMatchObject({ code: 'holder_key_missing' })
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
    const keys = await Promise.all([newKey(), newKey(other), newKey(), newKey(other)])
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

describe('a file of version 1, which an earlier wallet wrote', () => {
  // What receiving both credentials of a person who does not exist left on the disk.
  const old = new URL('version-1.wallet', import.meta.url)
  beforeEach(async () => {
    await mkdir(join(folder, 'data'))
    await copyFile(old, path)
  })

  test('holds one copy of each credential, with its key', async () => {
    const before = JSON.parse(await readFile(old, 'utf8'))
    const held = await store.list()
    expect(held.map(({ configurationId, issuer, grant }) => [configurationId, issuer, grant])).toEqual([
      ['id-card', ISSUER_OF_VERSION_1, undefined],
      ['house-registration', ISSUER_OF_VERSION_1, undefined],
    ])
    for (const [i, { id, copies }] of held.entries()) {
      const { keyId, credential, expiresAt } = before.credentials[i]
      expect([id, copies]).toEqual([before.credentials[i].id, [{ keyId, credential, expiresAt }]])
      const { publicJwk } = await store.findKey(keyId)
      const { cnf } = parseJsonObject(credential.split('.')[1], 'payload')
      expect(cnf).toMatchObject({ jwk: { x: publicJwk.x, y: publicJwk.y } })
    }
  })

  test('is left as it is by being read, and is of version 2 after the first change', async () => {
    await store.list()
    expect(await readFile(path, 'utf8')).toBe(await readFile(old, 'utf8'))
    const held = await store.list()
    await store.add([stored('a')])
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 2 })
    expect(await new FileWalletStore(path).list()).toEqual([...held, stored('a')])
  })

  test.each([
    ['did:web:issuer.example', 'https://issuer.example'],
    ['did:web:issuer.example%3A8443:bai:cards', 'https://issuer.example:8443/bai/cards'],
    ['https://issuer.example', 'https://issuer.example'],
  ])('of the issuer %s has it by its identifier: %s', async (iss, expected) => {
    const text = await readFile(old, 'utf8')
    await writeFile(path, text.replaceAll(`"issuer":"${DID_OF_VERSION_1}"`, `"issuer":"${iss}"`))
    expect((await store.list())[0]?.issuer).toBe(expected)
  })
})

describe('on the disk', () => {
  test('one file for its owner alone, in a folder for its owner alone', async () => {
    await newKey()
    await store.add([stored('a')])
    expect(await readdir(join(folder, 'data'))).toEqual(['wallet.json'])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700)
  })

  test('what a crash left behind is passed over', async () => {
    await store.add([stored('a')])
    await writeFile(`${path}.1b4e28ba-2fa1-11d2-883f-0016d3cca427`, '{"version":2,"keys":{},"hold')
    expect(await ids(new FileWalletStore(path))).toEqual(['a'])
    await store.add([stored('b')])
    expect(await ids(new FileWalletStore(path))).toEqual(['a', 'b'])
  })

  test.each([
    ['cut short', (text: string) => text.slice(0, -10)],
    ['empty', () => ''],
    ['of a later version', (text: string) => text.replace('"version":2', '"version":3')],
    ['with a member that is not known', (text: string) => text.replace('{', '{"hello":1,')],
    ['of something else', () => '[]'],
  ])('a file that is %s is told and left as it is', async (_how, damage) => {
    await newKey()
    await store.add([stored('a')])
    const damaged = damage(await readFile(path, 'utf8'))
    await writeFile(path, damaged)
    const attempts = [
      () => store.list(),
      () => store.add([stored('b')]),
      () => newKey(),
      () => store.removeKeys(['a']),
      () => store.update('a', (holding) => holding),
      () => store.findKey('a'),
    ]
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'wallet_damaged', details: { file: path } })
    expect(await readFile(path, 'utf8')).toBe(damaged)
    expect(await readdir(join(folder, 'data'))).toEqual(['wallet.json'])
  })

  test('a damaged file is told without a word of what is in it', async () => {
    const { id } = await newKey()
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
