import { randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { generateNodeSigner, importNodeSigner } from '@bai/credential/node'
import { findHolding } from '../src/holding.ts'
import {
  type CredentialStore,
  type HistoryEntry,
  type HistoryStore,
  type HolderKey,
  type Holding,
  type KeyStore,
  type WaitingStore,
  WalletError,
} from '../src/index.ts'
import { WalletFile } from './wallet-file.ts'
import { createWalletKeyring } from './wallet-keyring.ts'

export type FileWalletStoreOptions = {
  /** Seals the file. Left out: a random key does, in a file of its own. */
  readonly passphrase?: string | undefined
  /** Where that key lies; left out: in `wallet.key` beside the file. */
  readonly keyFile?: string | undefined
}

/**
 * Keys, credentials and the log in one sealed file that only its owner can read, for any number of processes at once. A
 * crash leaves the old or the new state and never half of one.
 *
 * @throws WalletError (from its methods) `wallet_damaged`, `wallet_key_missing`, `wallet_key_wrong`, `wallet_busy`,
 *   `storage_full`, `data_folder_unwritable`
 */
export class FileWalletStore implements KeyStore, CredentialStore {
  /** The log, in the same file. */
  readonly history: HistoryStore
  /** What waits, in the same file. */
  readonly waiting: WaitingStore
  readonly #file: WalletFile

  constructor(path: string, { passphrase, keyFile }: FileWalletStoreOptions = {}) {
    const absolute = resolve(path)
    const keyring = createWalletKeyring({ passphrase, keyFile: keyFile ?? join(dirname(absolute), 'wallet.key') })
    this.#file = new WalletFile(absolute, keyring)
    this.history = historyIn(this.#file)
    this.waiting = waitingIn(this.#file)
  }

  async createKeys(count: number): Promise<readonly HolderKey[]> {
    const created = Array.from({ length: count }, () => ({ id: randomUUID(), signer: generateNodeSigner() }))
    const jwks = created.map(({ id, signer }) => [id, signer.privateKey.export({ format: 'jwk' })])
    await this.#file.change((state) => ({ ...state, keys: { ...state.keys, ...Object.fromEntries(jwks) } }))
    return created.map(({ id, signer }) => ({ id, publicJwk: signer.publicJwk, signer }))
  }

  async findKey(id: string): Promise<HolderKey> {
    const { keys } = await this.#file.read()
    const jwk = Object.hasOwn(keys, id) ? keys[id] : undefined
    if (jwk === undefined)
      throw new WalletError('holder_key_missing', 'The key of this credential is not in the wallet.', {})
    const signer = importNodeSigner(jwk)
    return { id, publicJwk: signer.publicJwk, signer }
  }

  async removeKeys(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    await this.#file.change((state) => {
      const kept = Object.entries(state.keys).filter(([id]) => !ids.includes(id))
      return { ...state, keys: Object.fromEntries(kept) }
    })
  }

  async add(holdings: readonly Holding[]): Promise<void> {
    await this.#file.change((state) => ({ ...state, holdings: [...state.holdings, ...holdings] }))
  }

  async list(): Promise<readonly Holding[]> {
    return (await this.#file.read()).holdings
  }

  async update(id: string, change: (holding: Holding) => Holding): Promise<Holding> {
    const { holdings } = await this.#file.change((state) => {
      const changed = change(findHolding(state.holdings, id))
      return { ...state, holdings: state.holdings.map((holding) => (holding.id === id ? changed : holding)) }
    })
    return findHolding(holdings, id)
  }
}

function historyIn(file: WalletFile): HistoryStore {
  const without = (entries: readonly HistoryEntry[], ids: readonly string[]) =>
    entries.filter(({ id }) => !ids.includes(id))
  return {
    put: async (entry) => {
      await file.change((state) => ({ ...state, history: [...without(state.history, [entry.id]), entry] }))
    },
    list: async () => (await file.read()).history.toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    remove: async (ids) => {
      if (ids.length === 0) return
      await file.change((state) => ({ ...state, history: without(state.history, ids) }))
    },
  }
}

function waitingIn(file: WalletFile): WaitingStore {
  return {
    get: async (name) => new Map(Object.entries((await file.read()).waiting)).get(name),
    list: async () => Object.values((await file.read()).waiting),
    put: async (name, value) => {
      await file.change((state) => ({ ...state, waiting: { ...state.waiting, [name]: value } }))
    },
    remove: async (name) => {
      await file.change((state) => {
        const { [name]: _, ...waiting } = state.waiting
        return { ...state, waiting }
      })
    },
  }
}
