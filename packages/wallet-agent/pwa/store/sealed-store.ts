import { WalletError } from '../../src/index.ts'
import { type Sealing, seal, unseal } from './seal.ts'
import type { WalletDatabase } from './wallet-database.ts'

type StoreName = 'holdings' | 'history' | 'pending'

/** One store of the database whose values are sealed, each bound to its name. */
export type SealedStore<T> = {
  get(id: string): Promise<T | undefined>
  list(): Promise<readonly T[]>
  /** All or none; done when it is on the disk. */
  put(entries: readonly (readonly [id: string, value: T])[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
}

export type SealedStoreDependencies = {
  readonly database: WalletDatabase
  readonly sealing: Sealing
  /** Told after every change. */
  readonly changed: () => void
}

/**
 * @param parse of what was unsealed; throws for what is not of this version
 * @throws WalletError (from its functions) `wallet_damaged`, `storage_full`
 */
export function createSealedStore<T>(
  store: StoreName,
  parse: (value: unknown) => T,
  { database, sealing, changed }: SealedStoreDependencies,
): SealedStore<T> {
  const open = async (id: string, sealed: Parameters<typeof unseal>[0]) => {
    try {
      return parse(await unseal(sealed, `${store}/${id}`, sealing))
    } catch {
      throw new WalletError('wallet_damaged', `A record of ${store} cannot be read.`, { file: store })
    }
  }
  return {
    get: async (id) => {
      const sealed = await database.get(store, id)
      return sealed && open(id, sealed)
    },
    list: async () => {
      const reading = database.transaction(store)
      const [ids, values] = await Promise.all([reading.store.getAllKeys(), reading.store.getAll()])
      return Promise.all(values.map((sealed, i) => open(String(ids[i]), sealed)))
    },
    put: async (entries) => {
      // Sealed beforehand: a transaction does not wait for anything but the database.
      const sealed = await Promise.all(
        entries.map(async ([id, value]) => [id, await seal(value, `${store}/${id}`, sealing)] as const),
      )
      await storing(async () => {
        const writing = database.transaction(store, 'readwrite', { durability: 'strict' })
        for (const [id, value] of sealed) void writing.store.put(value, id)
        await writing.done
      })
      changed()
    },
    remove: async (ids) => {
      const writing = database.transaction(store, 'readwrite')
      for (const id of ids) void writing.store.delete(id)
      await writing.done
      changed()
    },
  }
}

/** @throws WalletError `storage_full`: the browser or the disk has no room; nothing was changed */
export async function storing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error
    throw new WalletError(
      'storage_full',
      'There is no room to store this; make some and try again.',
      {},
      { cause: error },
    )
  }
}
