import type { RandomBytes, VerifyCertificates } from '@bai/credential'
import type { WebAppDependencies } from '@bai/web-app'
import { createContext, use } from 'react'
import type { FaceMatcher } from '../src/face-matcher.ts'
import type { FirstUse, Policy } from '../src/index.ts'
import type { KioskSettings, SettingsStore } from './kiosk-settings.ts'
import type { RequestSigner } from './request-signer.ts'

/** All that a kiosk needs of the world; made in `main.tsx`, and nowhere else. */
export type KioskDependencies = WebAppDependencies & {
  readonly kioskName: { readonly th: string; readonly en: string }
  readonly policies: readonly Policy[]
  readonly randomBytes: RandomBytes
  readonly signer: RequestSigner
  readonly firstUse: FirstUse
  /** For issuers that are found by their certificates. */
  readonly verifyCertificates: VerifyCertificates
  readonly openAudio: () => AudioContext
  readonly settingsStore: SettingsStore
  readonly keptSettings: KioskSettings
  /** Loads the models, some 8 MB, when it is first called. */
  readonly openFaceMatcher: () => Promise<FaceMatcher<ImageBitmapSource>>
}

export const KioskContext = createContext<KioskDependencies | undefined>(undefined)

export function useKiosk(): KioskDependencies {
  const kiosk = use(KioskContext)
  if (kiosk === undefined) throw new TypeError('There is no kiosk around this component.')
  return kiosk
}
