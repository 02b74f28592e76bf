import type { IIdentifier, IService } from '@veramo/core-types'
import { AbstractDIDStore } from '@veramo/did-manager'
import type { AbstractKeyStore } from '@veramo/key-manager'
import type { Kysely } from 'kysely'
import type { Row, Schema } from '../database/schema.ts'

/** What of an identifier has no column: its keys are rows of `signing_key`, named here in their order. */
type StoredDocument = { readonly kids: readonly string[]; readonly services: readonly IService[] }

/**
 * DIDs in the table `identifier`, remembered once read, for every credential asks for one. A change by another process is
 * seen after a restart.
 */
export class IdentifierStore extends AbstractDIDStore {
  readonly #db: Kysely<Schema>
  readonly #keys: AbstractKeyStore
  readonly #known = new Map<string, IIdentifier>()

  constructor({ db, keys }: { readonly db: Kysely<Schema>; readonly keys: AbstractKeyStore }) {
    super()
    this.#db = db
    this.#keys = keys
  }

  override async importDID(identifier: IIdentifier): Promise<boolean> {
    const { did, alias = null, provider, controllerKeyId = null, keys, services } = identifier
    const document: StoredDocument = { kids: keys.map(({ kid }) => kid), services }
    const row = { alias, provider, controller_key_id: controllerKeyId, document: JSON.stringify(document) }
    await this.#db
      .insertInto('identifier')
      .values({ did, ...row })
      .onConflict((on) => on.column('did').doUpdateSet(row))
      .execute()
    this.#known.delete(did)
    return true
  }

  /** @throws Error when there is none: Veramo's DID manager takes it for "not yet" */
  override async getDID(args: { did: string } | { alias: string }): Promise<IIdentifier> {
    const known = 'did' in args ? this.#known.get(args.did) : undefined
    if (known !== undefined) return copyOf(known)
    const query = this.#db.selectFrom('identifier').selectAll()
    const row = await ('did' in args
      ? query.where('did', '=', args.did)
      : query.where('alias', '=', args.alias)
    ).executeTakeFirst()
    if (row === undefined) throw new Error('not_found: the identifier store has no such DID.')
    const identifier = await this.#toIdentifier(row)
    this.#known.set(identifier.did, identifier)
    return copyOf(identifier)
  }

  override async deleteDID({ did }: { did: string }): Promise<boolean> {
    this.#known.delete(did)
    const { numDeletedRows } = await this.#db.deleteFrom('identifier').where('did', '=', did).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }

  override async listDIDs({ alias, provider }: { alias?: string; provider?: string } = {}): Promise<IIdentifier[]> {
    let query = this.#db.selectFrom('identifier').selectAll().orderBy('did')
    if (alias !== undefined) query = query.where('alias', '=', alias)
    if (provider !== undefined) query = query.where('provider', '=', provider)
    return Promise.all((await query.execute()).map((row) => this.#toIdentifier(row)))
  }

  async #toIdentifier(row: Row<'identifier'>): Promise<IIdentifier> {
    // Written by `importDID`.
    const { kids, services } = row.document as StoredDocument
    return {
      did: row.did,
      provider: row.provider,
      ...(row.alias !== null && { alias: row.alias }),
      ...(row.controller_key_id !== null && { controllerKeyId: row.controller_key_id }),
      keys: await Promise.all(kids.map((kid) => this.#keys.getKey({ kid }))),
      services: [...services],
    }
  }
}

/** Veramo's DID manager pushes into `keys` and `services` of what it gets. */
function copyOf(identifier: IIdentifier): IIdentifier {
  return { ...identifier, keys: [...identifier.keys], services: [...identifier.services] }
}
