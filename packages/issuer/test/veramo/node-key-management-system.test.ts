import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/open-database.ts'
import { createKeyEncryption } from '../../src/veramo/key-encryption.ts'
import { NodeKeyManagementSystem } from '../../src/veramo/node-key-management-system.ts'
import { publicJwkOf } from '../../src/veramo/public-jwk.ts'
import { SigningKeyStore } from '../../src/veramo/signing-key-store.ts'
import { createTestDatabase } from '../support/database.ts'

const DATA = new TextEncoder().encode('header.payload')
const masterKey = randomBytes(32)
let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.[Symbol.asyncDispose]())

/** As after a restart: nothing remembered. */
function openSystem(key: Uint8Array = masterKey): NodeKeyManagementSystem {
  const store = new SigningKeyStore(database.db)
  return new NodeKeyManagementSystem({ store, encryption: createKeyEncryption(key, randomBytes) })
}

const verifies = (key: { type: string; publicKeyHex: string }, signature: string, data: Uint8Array = DATA) =>
  verify(
    key.type === 'Ed25519' ? null : 'sha256',
    data,
    { key: createPublicKey({ key: { ...publicJwkOf(key) }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )

describe.each([
  ['Secp256r1', 'ES256'],
  ['Ed25519', 'EdDSA'],
])('a key of type %s', (type, algorithm) => {
  it(`signs with ${algorithm}, before and after a restart`, async () => {
    const first = openSystem()
    const key = await first.createKey({ type })
    expect(key.meta?.algorithms).toEqual([algorithm])
    for (const system of [first, openSystem()]) {
      const signature = await system.sign({ keyRef: key, algorithm, data: DATA })
      expect(Buffer.from(signature, 'base64url')).toHaveLength(64)
      expect(verifies(key, signature)).toBe(true)
      expect(verifies(key, signature, new TextEncoder().encode('header.paylOad'))).toBe(false)
    }
  })

  it('signs with no other algorithm', async () => {
    const key = await openSystem().createKey({ type })
    await expect(openSystem().sign({ keyRef: key, algorithm: 'ES256K', data: DATA })).rejects.toThrow(/^not_supported/)
  })

  it('is gone after deletion', async () => {
    const system = openSystem()
    const key = await system.createKey({ type })
    expect(await system.deleteKey(key)).toBe(true)
    await expect(system.sign({ keyRef: key, data: DATA })).rejects.toThrow(/^not_found/)
    expect((await system.listKeys()).map(({ kid }) => kid)).not.toContain(key.kid)
  })
})

describe('imported keys', () => {
  it('have the public half that the standards give', async () => {
    // RFC 6979, appendix A.2.5 (P-256), and RFC 8032, section 7.1, test 1 (Ed25519).
    const p256 = await openSystem().importKey({
      type: 'Secp256r1',
      privateKeyHex: 'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
    })
    expect(p256.publicKeyHex).toBe(
      '0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
    )
    const ed25519 = await openSystem().importKey({
      type: 'Ed25519',
      privateKeyHex: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    })
    expect(ed25519.publicKeyHex).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
    expect(verifies(p256, await openSystem().sign({ keyRef: p256, data: DATA }))).toBe(true)
  })

  it('are of a type that signs, and whole', async () => {
    await expect(openSystem().createKey({ type: 'Secp256k1' })).rejects.toThrow(/^not_supported/)
    await expect(openSystem().importKey({ type: 'Ed25519', privateKeyHex: 'ab' })).rejects.toThrow(TypeError)
  })
})

describe('at rest', () => {
  const unreadable = { code: 'configuration_malformed', details: { field: 'master_key' } }
  const rowOf = (kid: string) =>
    database.db.selectFrom('signing_key').selectAll().where('kid', '=', kid).executeTakeFirstOrThrow()

  it('a private key is not in its row', async () => {
    const privateKeyHex = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
    const { kid } = await openSystem().importKey({ type: 'Ed25519', privateKeyHex })
    const { encrypted_private_key: sealed, ...open } = await rowOf(kid)
    expect(Buffer.from(sealed!).toString('hex')).not.toContain(privateKeyHex)
    expect(JSON.stringify(open)).not.toContain(privateKeyHex)
  })

  it('does not open under another master key', async () => {
    const key = await openSystem().createKey({ type: 'Secp256r1' })
    await expect(openSystem(randomBytes(32)).sign({ keyRef: key, data: DATA })).rejects.toMatchObject(unreadable)
  })

  it('does not open when any part of it was changed, or it was cut off', async () => {
    const key = await openSystem().createKey({ type: 'Secp256r1' })
    const sealed = (await rowOf(key.kid)).encrypted_private_key!
    // Version, IV, tag, body.
    const changes = [0, 1, 13, 29, sealed.length - 1].map((at) => sealed.map((byte, i) => (i === at ? byte ^ 1 : byte)))
    for (const changed of [...changes, sealed.slice(0, -1), sealed.slice(0, 20), new Uint8Array(0)]) {
      await database.db
        .updateTable('signing_key')
        .set({ encrypted_private_key: changed })
        .where('kid', '=', key.kid)
        .execute()
      await expect(openSystem().sign({ keyRef: key, data: DATA })).rejects.toMatchObject(unreadable)
    }
  })

  it('does not open in the row of another key, nor with another public half', async () => {
    const [key, other] = [
      await openSystem().createKey({ type: 'Secp256r1' }),
      await openSystem().createKey({ type: 'Secp256r1' }),
    ]
    const { encrypted_private_key, public_key_hex } = await rowOf(other.kid)
    const update = database.db.updateTable('signing_key').where('kid', '=', key.kid)
    await update.set({ public_key_hex }).execute()
    await expect(openSystem().sign({ keyRef: key, data: DATA })).rejects.toMatchObject(unreadable)
    await update.set({ encrypted_private_key }).execute()
    await expect(openSystem().sign({ keyRef: key, data: DATA })).rejects.toMatchObject(unreadable)
  })

  it('takes a master key of 32 bytes only', () => {
    expect(() => createKeyEncryption(randomBytes(16), randomBytes)).toThrow(TypeError)
  })
})
