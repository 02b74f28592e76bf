// Every adapter on Node does the same. Those of the browser: test/browser.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileWalletStore } from '../../node/index.ts'
import type { CredentialStore, HistoryStore, KeyStore, WaitingStore } from '../../src/index.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'
import type { Contract } from './contract.ts'
import { credentialStoreContract } from './credential-store.ts'
import { historyStoreContract } from './history-store.ts'
import { keyStoreContract } from './key-store.ts'
import { waitingStoreContract } from './waiting-store.ts'

type Stores = {
  readonly keys: KeyStore
  readonly credentials: CredentialStore
  readonly history: HistoryStore
  readonly waiting: WaitingStore
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-contract-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function openFile(): Stores {
  const store = new FileWalletStore(join(folder, 'wallet.json'))
  return { keys: store, credentials: store, history: store.history, waiting: store.waiting }
}

/** Opens one place; each call of what is returned opens the same. */
const ADAPTERS: Readonly<Record<string, () => () => Stores>> = {
  'in memory': () => {
    const wallet = createMemoryWallet()
    return () => wallet
  },
  'in a sealed file': () => openFile,
}

describe.each(Object.keys(ADAPTERS))('%s', (adapter) => {
  function keeps<S>(port: string, contract: Contract<S>, of: (stores: Stores) => S): void {
    test.each(contract.map((one) => [one.name, one] as const))(`${port}: %s`, async (_name, { run, expected }) => {
      const open = ADAPTERS[adapter]!()
      expect(await run(async () => of(open()))).toEqual(expected)
    })
  }
  keeps('keys', keyStoreContract, ({ keys }) => keys)
  keeps('credentials', credentialStoreContract, ({ credentials }) => credentials)
  keeps('history', historyStoreContract, ({ history }) => history)
  keeps('waiting', waitingStoreContract, ({ waiting }) => waiting)
})
