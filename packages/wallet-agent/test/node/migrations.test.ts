// Files that earlier wallets wrote are read on; those of plain text are sealed at the next change.
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseJsonObject } from '@bai/credential'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileWalletStore } from '../../node/index.ts'
import type { Holding } from '../../src/index.ts'
import { entryOf, holdingOf } from '../support/records.ts'

// What receiving both credentials of a person who does not exist left on the disk.
const FILES = {
  1: new URL('version-1.wallet', import.meta.url),
  2: new URL('version-2.wallet', import.meta.url),
  3: new URL('version-3.wallet', import.meta.url),
}
const PASSPHRASE = 'a passphrase of nobody'
const DID = 'did:web:127.0.0.1%3A35533'
const ISSUER = 'http://127.0.0.1:35533'

let folder: string
let path: string
let store: FileWalletStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-migrations-'))
  path = join(folder, 'wallet.json')
  store = new FileWalletStore(path)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Every key that a copy names is there, and is the one that its credential is bound to. */
async function expectKeys(held: readonly Holding[]): Promise<void> {
  for (const { copies } of held)
    for (const { keyId, credential } of copies) {
      const { publicJwk } = await store.findKey(keyId)
      const { cnf } = parseJsonObject(credential.split('.')[1]!, 'payload')
      expect(cnf).toMatchObject({ jwk: { x: publicJwk.x, y: publicJwk.y } })
    }
}

describe('a file of version 1', () => {
  beforeEach(() => copyFile(FILES[1], path))

  test('holds one copy of each credential, with its key, and an empty log', async () => {
    const before = JSON.parse(await readFile(FILES[1], 'utf8'))
    const held = await store.list()
    expect(held.map(({ configurationId, issuer, grant }) => [configurationId, issuer, grant])).toEqual([
      ['id-card', ISSUER, undefined],
      ['house-registration', ISSUER, undefined],
    ])
    for (const [i, { id, copies }] of held.entries()) {
      const { keyId, credential, expiresAt } = before.credentials[i]
      expect([id, copies]).toEqual([before.credentials[i].id, [{ keyId, credential, expiresAt }]])
    }
    await expectKeys(held)
    expect(await store.history.list()).toEqual([])
  })

  test.each([
    ['did:web:issuer.example', 'https://issuer.example'],
    ['did:web:issuer.example%3A8443:bai:cards', 'https://issuer.example:8443/bai/cards'],
    ['https://issuer.example', 'https://issuer.example'],
  ])('of the issuer %s has it by its identifier: %s', async (iss, expected) => {
    const text = await readFile(FILES[1], 'utf8')
    await writeFile(path, text.replaceAll(`"issuer":"${DID}"`, `"issuer":"${iss}"`))
    expect((await store.list())[0]?.issuer).toBe(expected)
  })
})

describe('a file of version 2', () => {
  beforeEach(() => copyFile(FILES[2], path))

  test('has its credentials as they were, with their keys, and an empty log', async () => {
    const { holdings } = JSON.parse(await readFile(FILES[2], 'utf8'))
    expect(await store.list()).toEqual(holdings)
    expect((await store.list())[0]?.copies[0]?.usedAt).toBe('2026-11-25T10:00:00.000Z')
    await expectKeys(await store.list())
    expect(await store.history.list()).toEqual([])
  })
})

describe('a file of version 3, which is sealed', () => {
  beforeEach(async () => {
    await copyFile(FILES[3], path)
    store = new FileWalletStore(path, { passphrase: PASSPHRASE })
  })

  test('has credentials, keys and log as they were, and nothing waits', async () => {
    // The credentials of the file of version 2, which the wallet of version 3 had been given.
    const { holdings } = JSON.parse(await readFile(FILES[2], 'utf8'))
    expect(await store.list()).toEqual(holdings)
    await expectKeys(await store.list())
    expect(await store.history.list()).toEqual([entryOf('entry-2'), entryOf('entry-1')])
    expect(await store.waiting.list()).toEqual([])
    expect(await readFile(path)).toEqual(await readFile(FILES[3]))
  })

  test('takes what waits, and is sealed as it was', async () => {
    const held = await store.list()
    await store.waiting.put('offer-1', { offer: 'marked' })
    const again = new FileWalletStore(path, { passphrase: PASSPHRASE })
    expect(await again.list()).toEqual(held)
    expect(await again.waiting.list()).toEqual([{ offer: 'marked' }])
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ kdf: { name: 'scrypt' } })
    expect(await readFile(path, 'utf8')).not.toContain('marked')
  })
})

describe.each([1, 2] as const)('a file of version %i', (version) => {
  beforeEach(() => copyFile(FILES[version], path))

  test('is left as it is by being read, and is sealed after the first change', async () => {
    const held = await store.list()
    expect(await readFile(path, 'utf8')).toBe(await readFile(FILES[version], 'utf8'))
    await store.add([holdingOf('a')])
    await store.history.put(entryOf('e'))
    const written = await readFile(path, 'utf8')
    expect(JSON.parse(written)).toMatchObject({ format: 'bai-wallet', version: 1, kdf: { name: 'key_file' } })
    for (const word of ['holdings', 'configurationId', held[0]!.id]) expect(written).not.toContain(word)
    const again = new FileWalletStore(path)
    expect(await again.list()).toEqual([...held, holdingOf('a')])
    expect(await again.history.list()).toEqual([entryOf('e')])
    await expectKeys(held)
  })

  test('that is damaged is told without a word of what is in it', async () => {
    const text = await readFile(path, 'utf8')
    const [d] = Object.values<{ d: string }>(JSON.parse(text).keys).map((key) => key.d)
    for (const damaged of [text.slice(0, -1), text.replace('"kty"', '"kty":1,"k"')]) {
      await writeFile(path, damaged)
      const error = await store.list().catch((caught) => caught)
      expect(error).toMatchObject({ code: 'wallet_damaged' })
      expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toContain(d)
    }
  })
})
