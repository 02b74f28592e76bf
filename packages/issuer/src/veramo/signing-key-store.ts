import type { IKey, ManagedKeyInfo } from '@veramo/core-types'
import { AbstractKeyStore } from '@veramo/key-manager'
import type { Kysely } from 'kysely'
import type { Row, Schema } from '../database/schema.ts'

const PUBLIC_COLUMNS = ['kid', 'kms', 'type', 'public_key_hex', 'metadata'] as const

/**
 * Keys in the table `signing_key`: for the key manager what is public, for the key management system the sealed private
 * half. Public halves are remembered, for every signature asks for one; another process's deletion is seen after a
 * restart.
 */
export class SigningKeyStore extends AbstractKeyStore {
  readonly #db: Kysely<Schema>
  readonly #known = new Map<string, ManagedKeyInfo>()

  constructor(db: Kysely<Schema>) {
    super()
    this.#db = db
  }

  /** Stores both halves in one row, once and for all: a key that was announced can always sign. */
  async addSealed(key: ManagedKeyInfo, sealedPrivateKey: Uint8Array): Promise<void> {
    const row = { ...toRow(key), encrypted_private_key: sealedPrivateKey }
    await this.#db
      .insertInto('signing_key')
      .values(row)
      .onConflict((on) => on.column('kid').doNothing())
      .execute()
  }

  async sealedPrivateKey(kid: string): Promise<Uint8Array | undefined> {
    const query = this.#db.selectFrom('signing_key').select('encrypted_private_key').where('kid', '=', kid)
    return (await query.executeTakeFirst())?.encrypted_private_key ?? undefined
  }

  /** Veramo's key manager calls it after the key management system has stored the key. No private half is taken. */
  override async importKey(args: Partial<IKey>): Promise<boolean> {
    const { kid, kms, type, publicKeyHex, meta = {} } = args
    if (kid === undefined || kms === undefined || type === undefined || publicKeyHex === undefined) {
      throw new TypeError('A key needs kid, kms, type and publicKeyHex.')
    }
    const row = toRow({ kid, kms, type, publicKeyHex, meta })
    await this.#db
      .insertInto('signing_key')
      .values({ ...row, encrypted_private_key: null })
      .onConflict((on) => on.column('kid').doUpdateSet({ metadata: row.metadata }))
      .execute()
    this.#known.delete(kid)
    return true
  }

  /** @throws Error when there is none */
  override async getKey({ kid }: { kid: string }): Promise<IKey> {
    const known = this.#known.get(kid)
    if (known !== undefined) return known
    const query = this.#db.selectFrom('signing_key').select(PUBLIC_COLUMNS).where('kid', '=', kid)
    const row = await query.executeTakeFirst()
    if (row === undefined) throw new Error('not_found: the key store has no such key.')
    const key = toKey(row)
    this.#known.set(kid, key)
    return key
  }

  override async deleteKey({ kid }: { kid: string }): Promise<boolean> {
    this.#known.delete(kid)
    const { numDeletedRows } = await this.#db.deleteFrom('signing_key').where('kid', '=', kid).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }

  override async listKeys(): Promise<ManagedKeyInfo[]> {
    const rows = await this.#db.selectFrom('signing_key').select(PUBLIC_COLUMNS).orderBy('kid').execute()
    return rows.map(toKey)
  }
}

function toRow({ kid, kms, type, publicKeyHex, meta }: ManagedKeyInfo) {
  return { kid, kms, type, public_key_hex: publicKeyHex, metadata: JSON.stringify(meta ?? {}) }
}

function toKey(row: Pick<Row<'signing_key'>, (typeof PUBLIC_COLUMNS)[number]>): ManagedKeyInfo {
  // Written by `toRow`, read by Veramo only.
  const meta = row.metadata as NonNullable<IKey['meta']>
  return { kid: row.kid, kms: row.kms, type: row.type, publicKeyHex: row.public_key_hex, meta }
}
