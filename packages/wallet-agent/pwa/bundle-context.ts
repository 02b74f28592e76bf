import type { BundleState } from '@bai/web-app'
import { createContext, use } from 'react'

export const BundleContext = createContext<BundleState | undefined>(undefined)

/** The bundle, which is kept up to date while the wallet is open. */
export function useBundleState(): BundleState {
  const state = use(BundleContext)
  if (state === undefined) throw new TypeError('There is no bundle around this component.')
  return state
}
