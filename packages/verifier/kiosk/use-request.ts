import { createDidResolver, openPresentationRequest, type PresentationRequest } from '@bai/credential'
import { useCallback, useEffect, useState } from 'react'
import { createRequest, type Policy } from '../src/index.ts'
import { useKiosk } from './kiosk-context.ts'

/** A request as it is shown, and as it will be held against the answer. */
export type ShownRequest = { readonly token: string; readonly opened: PresentationRequest }

/** A request lives for ten minutes; whoever scans it at the end of that needs time to answer. */
const RENEW_AFTER_SECONDS = 420

type RequestState = {
  /** Undefined while it is made, and where the policy asks nobody. */
  readonly request: ShownRequest | undefined
  renew(): void
}

/** A request for the policy. @param isWaiting whether it is on show: then it is made anew before it grows too old */
export function useRequest(policy: Policy, isWaiting: boolean): RequestState {
  const { signer, randomBytes, now, platform } = useKiosk()
  const [request, setRequest] = useState<ShownRequest>()
  const [round, setRound] = useState(0)
  const renew = useCallback(() => {
    setRequest(undefined)
    setRound((last) => last + 1)
  }, [])

  useEffect(() => {
    if (!policy.presented_by.includes('two-scan')) return
    let isCurrent = true
    async function make(): Promise<void> {
      const token = await createRequest(policy, { signer, randomBytes, now })
      const resolver = createDidResolver(() => undefined)
      const opened = await openPresentationRequest(token, { resolver, platform, now: now(), skewSeconds: 0 })
      if (isCurrent) setRequest({ token, opened })
    }
    void make()
    return () => {
      isCurrent = false
    }
  }, [policy, round, signer, randomBytes, now, platform])

  useEffect(() => {
    if (!isWaiting || request === undefined) return
    const timer = setTimeout(renew, RENEW_AFTER_SECONDS * 1000)
    return () => clearTimeout(timer)
  }, [isWaiting, request, renew])
  return { request, renew }
}
