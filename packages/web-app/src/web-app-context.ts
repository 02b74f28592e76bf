import type { Bundle, Platform } from '@bai/credential'
import { createContext, use } from 'react'
import type { BundleKeeper } from './bundle/bundle-keeper.ts'

/** What the parts that all apps share need of the world; made in the `main.tsx` of an app, and nowhere else. */
export type WebAppDependencies = {
  readonly platform: Platform
  readonly now: () => Date
  /** Undefined where the origin is not secure. */
  readonly media: MediaDevices | undefined
  readonly bundles: BundleKeeper
  /** The bundle that was kept since the last time. */
  readonly keptBundle: Bundle | undefined
}

export const WebAppContext = createContext<WebAppDependencies | undefined>(undefined)

export function useWebApp(): WebAppDependencies {
  const app = use(WebAppContext)
  if (app === undefined) throw new TypeError('There is no app around this component.')
  return app
}
