import type { Bundle } from '@bai/credential'
import { type ReactNode, useEffect, useState } from 'react'
import type { Policy, Verdict } from '../../src/index.ts'
import { type Decision, decide } from '../decide.ts'
import { useKiosk } from '../kiosk-context.ts'
import type { KioskSettings } from '../kiosk-settings.ts'
import { useRequest } from '../use-request.ts'
import { RequestScreen } from './request-screen.tsx'
import { ScanScreen } from './scan-screen.tsx'
import { VerdictScreen } from './verdict-screen.tsx'

type Step =
  | { readonly name: 'request' }
  | { readonly name: 'scan' }
  | { readonly name: 'verdict'; readonly verdict: Verdict }

/** One person after the other at one checkpoint: request, scan, verdict, and from the beginning. */
export function CheckScreen({
  policy,
  bundle,
  settings,
  onLeave,
}: {
  policy: Policy
  bundle: Bundle
  settings: KioskSettings
  onLeave: () => void
}): ReactNode {
  const { now, firstUse, verifyCertificates, platform, openFaceMatcher } = useKiosk()
  const isAsked = policy.presented_by.includes('two-scan')
  const first: Step = { name: isAsked ? 'request' : 'scan' }
  const [step, setStep] = useState<Step>(first)
  const { request, renew } = useRequest(policy, step.name === 'request')

  useEffect(() => {
    // Fetched while there may be a network, so that it is there when there is none.
    if (policy.face_check === 'camera') openFaceMatcher().catch(() => {})
  }, [policy, openFaceMatcher])

  async function take(message: Uint8Array): Promise<Decision> {
    const context = { policy, request: request?.opened, bundle, now: now(), firstUse, verifyCertificates }
    const decision = await decide(message, context, platform)
    if (decision.kind === 'verdict') setStep({ name: 'verdict', verdict: decision.verdict })
    return decision
  }

  if (step.name === 'request') {
    return (
      <RequestScreen
        policy={policy}
        bundle={bundle}
        request={request}
        onScan={() => setStep({ name: 'scan' })}
        onLeave={onLeave}
      />
    )
  }
  if (step.name === 'scan') {
    const back = isAsked ? () => setStep(first) : onLeave
    return <ScanScreen policy={policy} onMessage={take} onBack={back} />
  }
  return (
    <VerdictScreen
      policy={policy}
      verdict={step.verdict}
      bundle={bundle}
      settings={settings}
      onNext={() => {
        // An answer counts once: whoever comes next answers another request.
        renew()
        setStep(first)
      }}
    />
  )
}
