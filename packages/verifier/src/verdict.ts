import type { BilingualText, Bundle, JsonObject } from '@bai/credential'
import type { CheckCode } from './check-codes.ts'
import type { PresentationManner } from './policy.ts'
import type { Provenance } from './read-provenance.ts'

/** The parts of a decision, in the order in which they are made. */
export const STAGES = [
  'structure',
  'issuer',
  'signature',
  'disclosures',
  'validity',
  'holder',
  'status',
  'answer',
  'freshness',
] as const
export type Stage = (typeof STAGES)[number]

export type CheckOutcome = 'passed' | 'warning' | 'unknown' | 'failed'

export type Check = {
  readonly stage: Stage
  /** The credential query it belongs to; absent for what concerns the whole answer. */
  readonly queryId?: string
  readonly outcome: CheckOutcome
  readonly code: CheckCode
  /** For staff, to be read at a glance. */
  readonly message: BilingualText
  /** When the data that this check rests on was made; for checks of trust and status. */
  readonly dataAsOf?: Date
}

/** What was shown by one credential. Only an accepted verdict has any. */
export type SeenCredential = {
  readonly queryId: string
  /** Its type: `vct`, or the first of a W3C credential's own. */
  readonly vct: string
  readonly issuer: { readonly id: string; readonly name: BilingualText }
  readonly claims: JsonObject
  /** For a derived credential: what its issuer says that it rests on. */
  readonly restsOn?: readonly Provenance[] | undefined
}

/**
 * The decision on a presentation. `undecided` is what being offline adds: the presentation is sound as far as can be
 * told, and what is known is too old to say more. It is never to be taken for `accepted`.
 */
export type Verdict = {
  readonly outcome: 'accepted' | 'rejected' | 'undecided'
  /** The code of the check that decided, or `accepted`. */
  readonly code: CheckCode
  /** How it was presented: what an answer proves depends on it. */
  readonly presentedBy: PresentationManner
  readonly checks: readonly Check[]
  readonly credentials: readonly SeenCredential[]
  /** How old the bundle is that trust and status were read from. */
  readonly bundle: {
    readonly sequence: number
    readonly issuedAt: Date
    readonly nextAt: Date
    readonly expiresAt: Date
  }
}

/** Failed beats unknown, unknown beats all else: the worst check decides. */
export function concludeVerdict(
  checks: readonly Check[],
  seen: readonly SeenCredential[],
  {
    bundle: { sequence, issuedAt, nextAt, expiresAt },
    presentedBy,
  }: Pick<Verdict, 'presentedBy'> & {
    readonly bundle: Bundle
  },
): Verdict {
  const bundle = { sequence, issuedAt, nextAt, expiresAt }
  const failed = checks.find(({ outcome }) => outcome === 'failed')
  const unknown = checks.find(({ outcome }) => outcome === 'unknown')
  const decisive = failed ?? unknown
  if (decisive === undefined) {
    return { outcome: 'accepted', code: 'accepted', presentedBy, checks, credentials: seen, bundle }
  }
  const outcome = failed ? 'rejected' : 'undecided'
  return { outcome, code: decisive.code, presentedBy, checks, credentials: [], bundle }
}
