import type { Language } from '@bai/web-app'
import { createContext, use } from 'react'
import type { WalletDatabase } from './store/wallet-database.ts'

/** Minutes without a touch after which the wallet locks itself. */
export const LOCK_AFTER_MINUTES = [1, 2, 5, 15] as const

export type WalletSettings = { readonly language: Language; readonly lockAfterMinutes: number }

export const DEFAULT_SETTINGS: WalletSettings = { language: 'th', lockAfterMinutes: 2 }

export interface SettingsStore {
  load(): Promise<WalletSettings>
  save(settings: WalletSettings): Promise<void>
}

/** @param preferred language of the browser, for the first start */
export function createSettingsStore(database: WalletDatabase, preferred: Language): SettingsStore {
  return {
    load: async () => ({
      ...DEFAULT_SETTINGS,
      language: preferred,
      ...(await database.get('settings', 'current')),
    }),
    save: async (settings) => {
      await database.put('settings', settings, 'current')
    },
  }
}

type Settings = { readonly settings: WalletSettings; change(changed: Partial<WalletSettings>): void }

/** The settings of the app, and how they are changed. */
export const SettingsContext = createContext<Settings>({ settings: DEFAULT_SETTINGS, change: () => {} })

export function useSettings(): Settings {
  return use(SettingsContext)
}
