import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '@bai/credential/node'
import { WalletError } from '../src/index.ts'
import { whileLocked } from './lock-file.ts'
import { removeLeftovers, replaceFile } from './replace-file.ts'
import {
  isEnvelope,
  type KeyDerivation,
  openEnvelope,
  parseEnvelope,
  sealEnvelope,
  type WalletEnvelope,
} from './wallet-envelope.ts'
import type { WalletKeyring } from './wallet-keyring.ts'
import { emptyWallet, parsePlainState, parseWalletState, type WalletState } from './wallet-state.ts'

/** Some hundred thousand entries of the log, and a hundred copies of each of a hundred credentials. */
const MAX_FILE_BYTES = 200_000_000

/** The last change of each file, under way or done, in this process: they come in the order in which they were asked for. */
const lastChanges = new Map<string, Promise<unknown>>()

/** The state of a wallet in one sealed file. */
export class WalletFile {
  readonly #path: string
  readonly #keyring: WalletKeyring

  /** @param path absolute */
  constructor(path: string, keyring: WalletKeyring) {
    this.#path = path
    this.#keyring = keyring
  }

  /** @throws WalletError `wallet_damaged`, `wallet_key_missing`, `wallet_key_wrong`, `data_folder_unwritable` */
  async read(): Promise<WalletState> {
    return this.#onDisk(async () => (await this.#load()).state)
  }

  /**
   * One change at a time, over all processes: one that began from an older state would undo another.
   *
   * @throws as `read`; WalletError `wallet_busy`, `storage_full`; what the change throws, and then nothing was changed
   */
  async change(change: (state: WalletState) => WalletState): Promise<WalletState> {
    const changing = () => this.#onDisk(() => this.#change(change))
    const after = (lastChanges.get(this.#path) ?? Promise.resolve()).then(changing, changing)
    lastChanges.set(this.#path, after)
    return after
  }

  async #change(change: (state: WalletState) => WalletState): Promise<WalletState> {
    await makeFolder(dirname(this.#path))
    return whileLocked(`${this.#path}.lock`, async () => {
      await removeLeftovers(this.#path)
      const { state, kdf } = await this.#load()
      const changed = change(state)
      const envelope = sealEnvelope(JSON.stringify(changed), await this.#keyring.sealingKey(kdf))
      await replaceFile(this.#path, JSON.stringify(envelope))
      return changed
    })
  }

  async #load(): Promise<{ readonly state: WalletState; readonly kdf: KeyDerivation | undefined }> {
    const text = await readBounded(this.#path)
    if (text === undefined) return { state: emptyWallet, kdf: undefined }
    const value: unknown = this.#undamaged(() => JSON.parse(text))
    if (!isEnvelope(value)) return { state: this.#undamaged(() => parsePlainState(value)), kdf: undefined }
    const envelope = this.#undamaged(() => parseEnvelope(value))
    const opened = unseal(envelope, await this.#keyring.keyOf(envelope.kdf))
    return { state: this.#undamaged(() => parseWalletState(JSON.parse(opened))), kdf: envelope.kdf }
  }

  #undamaged<T>(read: () => T): T {
    try {
      return read()
    } catch {
      // Neither the text nor the parser's message, which quotes it, may get out: there are keys in it.
      const message = `${this.#path} is not a wallet of this version; it was left as it is. Restore it from a copy.`
      throw new WalletError('wallet_damaged', message, { file: this.#path })
    }
  }

  /** Tells what the file system refuses in words of ours. */
  async #onDisk<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error
      const path = dirname(this.#path)
      if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
        const message = `There is no room in ${path}; make some and try again. Nothing was changed.`
        throw new WalletError('storage_full', message, {}, { cause: error })
      }
      const message = `The data folder ${path} cannot be read or written; choose another with --data.`
      throw new WalletError('data_folder_unwritable', message, { path }, { cause: error })
    }
  }
}

/** @returns undefined where there is no file; what is longer than any wallet is not read, and so no JSON */
async function readBounded(path: string): Promise<string | undefined> {
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return (await file.stat()).size > MAX_FILE_BYTES ? '' : await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

function unseal(envelope: WalletEnvelope, key: Uint8Array): string {
  try {
    return openEnvelope(envelope, key)
  } catch (cause) {
    const by = envelope.kdf.name === 'scrypt' ? 'passphrase' : 'key_file'
    const what = by === 'passphrase' ? 'passphrase' : 'key file'
    const message = `The ${what} is not that of this wallet, or the wallet was changed; it was left as it is.`
    throw new WalletError('wallet_key_wrong', message, { by }, { cause })
  }
}
