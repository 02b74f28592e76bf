import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { generateNodeSigner, importNodeSigner, makeFolder } from '@bai/credential/node'
import * as z from 'zod'
import {
  type CredentialStore,
  type HolderKey,
  type KeyStore,
  type StoredCredential,
  WalletError,
} from '../src/index.ts'

const StateSchema = z.strictObject({
  version: z.literal(1),
  keys: z.record(z.string(), z.record(z.string(), z.string())),
  credentials: z.array(
    z.strictObject({
      id: z.string(),
      configurationId: z.string(),
      vct: z.string(),
      issuer: z.string(),
      keyId: z.string(),
      receivedAt: z.string(),
      expiresAt: z.string().optional(),
      credential: z.string(),
    }),
  ),
})
type State = z.infer<typeof StateSchema>

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

  async createKey(): Promise<HolderKey> {
    const signer = generateNodeSigner()
    const id = randomUUID()
    const jwk = signer.privateKey.export({ format: 'jwk' }) as Record<string, string>
    await this.#update((state) => ({ ...state, keys: { ...state.keys, [id]: jwk } }))
    return { id, publicJwk: signer.publicJwk, signer }
  }

  async findKey(id: string): Promise<HolderKey> {
    const { keys } = await this.#read()
    const jwk = Object.hasOwn(keys, id) ? keys[id] : undefined
    if (jwk === undefined)
      throw new WalletError('holder_key_missing', 'The key of this credential is not in the wallet.', {})
    const signer = importNodeSigner(jwk)
    return { id, publicJwk: signer.publicJwk, signer }
  }

  async add(credentials: readonly StoredCredential[]): Promise<void> {
    await this.#update((state) => ({
      ...state,
      credentials: [...state.credentials, ...credentials] as State['credentials'],
    }))
  }

  async list(): Promise<readonly StoredCredential[]> {
    return (await this.#read()).credentials.map((stored) => ({ ...stored, expiresAt: stored.expiresAt }))
  }

  async #read(): Promise<State> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, keys: {}, credentials: [] }
      throw this.#unwritable(error)
    }
    try {
      return StateSchema.parse(JSON.parse(text))
    } catch {
      // Neither the text nor the parser's message, which quotes it, may get out: there are keys in it.
      const message = `${this.#path} is not a wallet of this version; it was left as it is. Restore it from a copy.`
      throw new WalletError('wallet_damaged', message, { file: this.#path })
    }
  }

  async #update(change: (state: State) => State): Promise<void> {
    const before = lastChanges.get(this.#path) ?? Promise.resolve()
    const after = before.then(() => this.#change(change))
    lastChanges.set(
      this.#path,
      after.catch(() => {}),
    )
    await after
  }

  async #change(change: (state: State) => State): Promise<void> {
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
