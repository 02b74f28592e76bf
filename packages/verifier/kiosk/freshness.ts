import type { Bundle } from '@bai/credential'
import { checkBundleFreshness } from '../src/check-freshness.ts'
import type { Policy, StandingRequest, VerificationContext } from '../src/index.ts'

export type Freshness = 'fresh' | 'stale' | 'expired' | 'clock' | 'none'

const DEFAULT_POLICY: VerificationContext['policy'] = {
  max_age_seconds: 300,
  skew_seconds: 60,
  when_stale: 'accept_with_warning',
}
const BY_CODE: Readonly<Record<string, Freshness>> = {
  bundle_stale: 'stale',
  bundle_expired: 'expired',
  data_too_old: 'expired',
  bundle_not_yet_valid: 'clock',
}

/** How old the data is, by the rule that verdicts go by, so that the bar never says anything else than they do. */
export function freshnessOf(bundle: Bundle | undefined, policy: Policy | undefined, now: Date): Freshness {
  if (bundle === undefined) return 'none'
  const request: StandingRequest = { manner: 'printed', dcql_query: { credentials: [] } }
  const { code } = checkBundleFreshness({ bundle, now, policy: policy ?? DEFAULT_POLICY, request })
  return BY_CODE[code] ?? 'fresh'
}
