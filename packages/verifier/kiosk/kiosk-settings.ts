import type { Language } from '@bai/web-app'
import type { KioskDatabase } from './kiosk-database.ts'

/** Seconds after which a verdict is gone. */
export const CLEAR_AFTER_SECONDS = [30, 60, 120, 300] as const

export type KioskSettings = {
  readonly language: Language
  readonly sound: 'on' | 'off'
  readonly clearAfterSeconds: number
  /** Name of the policy that was chosen last. */
  readonly lastPolicy?: string
}

export const DEFAULT_SETTINGS: KioskSettings = { language: 'th', sound: 'off', clearAfterSeconds: 60 }

export interface SettingsStore {
  load(): Promise<KioskSettings>
  save(settings: KioskSettings): Promise<void>
}

export function createSettingsStore(database: KioskDatabase): SettingsStore {
  return {
    load: async () => ({ ...DEFAULT_SETTINGS, ...(await database.get('settings', 'current')) }),
    save: async (settings) => {
      await database.put('settings', settings, 'current')
    },
  }
}
