import type { Bundle, Platform, RandomBytes, VerifyCertificates } from '@bai/credential'
import { createContext, use } from 'react'
import type { FaceMatcher } from '../src/face-matcher.ts'
import type { FirstUse, Policy } from '../src/index.ts'
import type { BundleKeeper } from './bundle-keeper.ts'
import type { KioskSettings, SettingsStore } from './kiosk-settings.ts'
import type { RequestSigner } from './request-signer.ts'

/** All that a kiosk needs of the world; made in `main.tsx`, and nowhere else. */
export type KioskDependencies = {
  readonly kioskName: { readonly th: string; readonly en: string }
  readonly policies: readonly Policy[]
  readonly platform: Platform
  readonly now: () => Date
  readonly randomBytes: RandomBytes
  readonly signer: RequestSigner
  readonly firstUse: FirstUse
  /** For issuers that are found by their certificates. */
  readonly verifyCertificates: VerifyCertificates
  /** Undefined where the origin is not secure. */
  readonly media: MediaDevices | undefined
  readonly openAudio: () => AudioContext
  readonly bundles: BundleKeeper
  /** The bundle that was kept since the last time. */
  readonly keptBundle: Bundle | undefined
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
