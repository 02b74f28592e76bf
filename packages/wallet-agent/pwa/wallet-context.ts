import { createContext, use } from 'react'
import type { WaitingWallet, WalletConfig } from '../src/index.ts'
import type { Changes } from './changes.ts'
import type { FaceGuide } from './face-guide.ts'
import type { WalletLock } from './lock/wallet-lock.ts'
import type { IndexeddbCredentialStore } from './store/indexeddb-credential-store.ts'
import type { WalletDatabase } from './store/wallet-database.ts'
import type { SettingsStore, WalletSettings } from './wallet-settings.ts'

/** What the wallet needs of the world before it is open; made in `main.tsx`. Kept small, for it is what loads first. */
export type WalletShell = {
  readonly database: WalletDatabase
  readonly settingsStore: SettingsStore
  readonly keptSettings: WalletSettings
  readonly lock: WalletLock
  readonly passkeys: 'supported' | 'unsupported'
  readonly now: () => Date
  /** Deletes all that the wallet keeps, and loads the page anew. */
  readonly startOver: () => Promise<void>
}

/** A wallet that was opened, with what it needs of the world; made in `open-services.ts`, and gone when it is locked. */
export type OpenedWallet = WaitingWallet & {
  readonly config: WalletConfig
  readonly credentials: IndexeddbCredentialStore
  /** Told after every change of what is stored. */
  readonly changes: Changes
  /** Where this wallet is: where issuers send the browser back to, and who the wallet is to them. */
  readonly address: string
  /** Loads the models, some 8 MB, when it is first called. */
  readonly openFaceGuide: () => Promise<FaceGuide>
}

export const ShellContext = createContext<WalletShell | undefined>(undefined)
export const WalletContext = createContext<OpenedWallet | undefined>(undefined)

export function useShell(): WalletShell {
  const shell = use(ShellContext)
  if (shell === undefined) throw new TypeError('There is no app around this component.')
  return shell
}

export function useWallet(): OpenedWallet {
  const wallet = use(WalletContext)
  if (wallet === undefined) throw new TypeError('The wallet is not open here.')
  return wallet
}
