import {
  type Bundle,
  CredentialError,
  type CredentialQuery,
  type Platform,
  type TrustedIssuer,
  type VerifyCertificates,
} from '@bai/credential'
import { checkAnswer, checkCredentialSets } from './check-answer.ts'
import { checkAuthorities } from './check-authorities.ts'
import { CHECK_CODES, type CheckCode } from './check-codes.ts'
import { checkBundleFreshness } from './check-freshness.ts'
import { checkFirstUse, checkHolder } from './check-holder.ts'
import { checkIssuer } from './check-issuer.ts'
import { checkStatus } from './check-status.ts'
import { citizenClaims } from './citizen-claims.ts'
import type { TrustedForDevelopment } from './find-issuer-keys.ts'
import { failed, passed } from './make-check.ts'
import type { Policy } from './policy.ts'
import { readAnswer } from './read-answer.ts'
import { readProvenance } from './read-provenance.ts'
import type { FirstUse } from './replay-cache.ts'
import { isStanding, type MadeRequest, mannerOf, type StandingRequest } from './standing-request.ts'
import { type Check, concludeVerdict, type SeenCredential, STAGES, type Verdict } from './verdict.ts'
import { verifyCredential } from './verify-credential.ts'

export type VerificationContext = {
  /** The verifier's own request, or for codes that people bring along, that of the policy (`standingRequest`). */
  readonly request: MadeRequest | StandingRequest
  readonly bundle: Bundle
  readonly policy: Pick<Policy, 'max_age_seconds' | 'skew_seconds' | 'when_stale'> &
    Partial<Pick<Policy, 'presented_by' | 'issuers' | 'max_data_age_seconds'>>
  readonly now: Date
  /** For `one-scan`, whose codes nobody asked for: see `createReplayCache`. */
  readonly firstUse?: FirstUse
  /** Left out: issuers are found by their DID documents only. */
  readonly verifyCertificates?: VerifyCertificates
  /** Accepted with a warning, whatever it issues and whether or not it can be revoked. Never at a gate. */
  readonly trustedForDevelopment?: TrustedForDevelopment
}

type VerifiedOne = {
  readonly checks: readonly Check[]
  readonly seen?: SeenCredential
  readonly holderNonce?: string | undefined
}

/**
 * Decides on a presentation, from what is given and nothing else: no network, no clock, no state. This is the only place
 * where Bai decides; library, command line, HTTP and kiosk show the same verdict.
 *
 * @param answer the `vp_token`: presentations by the id of their credential query (OpenID4VP 1.0, section 8.1), unparsed;
 *   for a standing request also a list of presentations
 * @returns a verdict, for every input: refusing is an answer, not an exception
 */
export async function verifyPresentation(
  answer: unknown,
  context: VerificationContext,
  platform: Platform,
): Promise<Verdict> {
  const { request, policy, bundle } = context
  const presentedBy = mannerOf(request)
  const conclude = (checks: readonly Check[], seen: readonly SeenCredential[] = []) =>
    concludeVerdict([...checks, ...checkRequestTime(context), checkBundleFreshness(context)], seen, {
      bundle,
      presentedBy,
    })

  const { presented_by: allowed = ['online', 'two-scan'] } = policy
  if (!allowed.includes(presentedBy)) return conclude([failed('manner_not_allowed')])
  const answers = readAnswer(answer, request)
  if (answers === undefined) return conclude([failed('answer_malformed')])

  const checks: Check[] = []
  const seen: SeenCredential[] = []
  const nonces: string[] = []
  const answered = new Set<string>()
  for (const { query, presentation } of answers) {
    if (query === undefined || answered.has(query.id)) checks.push(failed('answer_not_requested'))
    else {
      answered.add(query.id)
      const verified = await verifyOne(presentation, query, context, platform)
      checks.push(...verified.checks.map((check) => ({ ...check, queryId: query.id })))
      if (verified.seen) seen.push(verified.seen)
      if (verified.holderNonce !== undefined) nonces.push(verified.holderNonce)
    }
  }
  if (presentedBy === 'one-scan') checks.push(...checkFirstUse(nonces, context.firstUse))
  return conclude([...checks, ...checkCredentialSets(request.dcql_query, [...answered])], seen)
}

/** A request that nobody made does not expire. */
function checkRequestTime({ request, policy, now }: VerificationContext): readonly Check[] {
  const expired = !isStanding(request) && now.getTime() >= (request.exp + policy.skew_seconds) * 1000
  return expired ? [failed('request_expired')] : []
}

async function verifyOne(
  presentation: string,
  query: CredentialQuery,
  context: VerificationContext,
  platform: Platform,
): Promise<VerifiedOne> {
  const { bundle, policy, request } = context
  const trust: { issuer?: TrustedIssuer | undefined } = {}
  try {
    const credential = await verifyCredential(presentation, query, context, platform, (issuer) => {
      trust.issuer = issuer
    })
    const { issuer } = trust
    if (issuer === undefined) return { checks: stoppedBy('issuer_not_trusted') }
    return {
      checks: [
        passed('structure'),
        checkIssuer(credential, issuer, bundle, policy),
        ...(await checkAuthorities(query, credential.x5c, issuer, context)),
        passed('signature'),
        passed('disclosures'),
        passed('validity'),
        checkHolder(mannerOf(request)),
        checkStatus(credential, issuer, context),
        checkAnswer(credential, query),
      ],
      seen: {
        queryId: query.id,
        vct: credential.types[0] ?? '',
        issuer: { id: issuer.id, name: issuer.name },
        ...readProvenance(credential.claims, citizenClaims(credential.claims, query), bundle),
      },
      holderNonce: credential.holderNonce,
    }
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    const unknownIssuer = error.code === 'key_not_found' && trust.issuer === undefined
    return { checks: stoppedBy(unknownIssuer ? 'issuer_not_trusted' : error.code) }
  }
}

/** The stages before the one that failed have passed; those after it were not reached. */
function stoppedBy(code: CheckCode): readonly Check[] {
  const { stage } = CHECK_CODES[code]
  return [...STAGES.slice(0, STAGES.indexOf(stage)).map((earlier) => passed(earlier)), failed(code)]
}
