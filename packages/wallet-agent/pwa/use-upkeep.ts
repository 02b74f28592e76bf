import { useEffect, useRef } from 'react'
import type { Holding } from '../src/index.ts'
import { renewHolding } from './renew-holding.ts'
import { useWallet } from './wallet-context.ts'

/**
 * What the wallet does by itself while it is open and there is a network: it asks for what issuers owe, and gets more
 * copies of what runs low. What fails is tried again when the wallet is next opened; nothing is lost by it.
 */
export function useUpkeep(holdings: readonly Holding[] | undefined): void {
  const wallet = useWallet()
  const isDone = useRef(false)
  useEffect(() => {
    if (holdings === undefined || isDone.current || !navigator.onLine) return
    isDone.current = true
    void (async () => {
      for (const holding of holdings) {
        const { deferral, grant } = holding
        if (deferral !== undefined || grant !== undefined) await renewHolding(holding, {}, wallet).catch(() => {})
      }
    })()
  }, [holdings, wallet])
}
