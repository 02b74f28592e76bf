import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { generateNodeSigner, importNodeSigner, makeFolder } from '@bai/credential/node'
import { findHolding } from '../src/holding.ts'
import { type CredentialStore, type HolderKey, type Holding, type KeyStore, WalletError } from '../src/index.ts'
import { emptyWallet, parseWalletState, type WalletState } from './wallet-state.ts'

/** The last change of each file, under way or done, in this process: a change that began from an older state would undo it. */
const lastChanges = new Map<string, Promise<void>>()

/**
 * Keys and credentials in one file that only its owner can read. Every change is written to a new file, flushed and
 * renamed over the old one, so that a crash leaves the old or the new state and never half of one.
 */
export class FileWalletStore implements KeyStore, CredentialStore {
  readonly #path: string

  constructor(path: string) {
    this.#path = resolve(path)
  }

  async createKeys(count: number): Promise<readonly HolderKey[]> {
    const created = Array.from({ length: count }, () => ({ id: randomUUID(), signer: generateNodeSigner() }))
    const jwks = created.map(({ id, signer }) => [id, signer.privateKey.export({ format: 'jwk' })])
    await this.#update((state) => ({ ...state, keys: { ...state.keys, ...Object.fromEntries(jwks) } }))
    return created.map(({ id, signer }) => ({ id, publicJwk: signer.publicJwk, signer }))
  }

  async findKey(id: string): Promise<HolderKey> {
    const { keys } = await this.#read()
    const jwk = Object.hasOwn(keys, id) ? keys[id] : undefined
    if (jwk === undefined)
      throw new WalletError('holder_key_missing', 'The key of this credential is not in the wallet.', {})
    const signer = importNodeSigner(jwk)
    return { id, publicJwk: signer.publicJwk, signer }
  }

  async removeKeys(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    await this.#update((state) => {
      const kept = Object.entries(state.keys).filter(([id]) => !ids.includes(id))
      return { ...state, keys: Object.fromEntries(kept) }
    })
  }

  async add(holdings: readonly Holding[]): Promise<void> {
    await this.#update((state) => ({ ...state, holdings: [...state.holdings, ...holdings] }))
  }

  async list(): Promise<readonly Holding[]> {
    return (await this.#read()).holdings
  }

  async update(id: string, change: (holding: Holding) => Holding): Promise<Holding> {
    const { holdings } = await this.#update((state) => {
      const changed = change(findHolding(state.holdings, id))
      return { ...state, holdings: state.holdings.map((holding) => (holding.id === id ? changed : holding)) }
    })
    return findHolding(holdings, id)
  }

  async #read(): Promise<WalletState> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyWallet
      throw this.#unwritable(error)
    }
    try {
      return parseWalletState(text)
    } catch {
      // Neither the text nor the parser's message, which quotes it, may get out: there are keys in it.
      const message = `${this.#path} is not a wallet of this version; it was left as it is. Restore it from a copy.`
      throw new WalletError('wallet_damaged', message, { file: this.#path })
    }
  }

  async #update(change: (state: WalletState) => WalletState): Promise<WalletState> {
    const before = lastChanges.get(this.#path) ?? Promise.resolve()
    const after = before.then(() => this.#change(change))
    lastChanges.set(
      this.#path,
      after.then(
        () => {},
        () => {},
      ),
    )
    return after
  }

  async #change(change: (state: WalletState) => WalletState): Promise<WalletState> {
    const state = change(await this.#read())
    const temporary = `${this.#path}.${randomUUID()}`
    try {
      await makeFolder(dirname(this.#path))
      const file = await open(temporary, 'wx', 0o600)
      try {
        await file.writeFile(JSON.stringify(state))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, this.#path)
      return state
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {})
      throw this.#unwritable(error)
    }
  }

  #unwritable(cause: unknown): WalletError<'data_folder_unwritable'> {
    const path = dirname(this.#path)
    return new WalletError(
      'data_folder_unwritable',
      `The data folder ${path} cannot be read or written; choose another with --data.`,
      { path },
      { cause },
    )
  }
}
