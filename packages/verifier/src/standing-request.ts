import type { DcqlQuery, PresentationRequest } from '@bai/credential'
import type { Policy, PresentationManner } from './policy.ts'

/** Prefix of the audience of a code that is made out to a class of verifiers (docs/offline-profile.md, one scan). */
const CLASS_PREFIX = 'bai.offline:class:'
/** How long such a code lives: long enough to be held to a reader, too short to be passed on. */
export const ONE_SCAN_SECONDS = 30

/** What is asked where nobody is asked: the policy itself, for codes that people bring along. */
export type StandingRequest =
  | { readonly manner: 'one-scan'; readonly client_id: string; readonly dcql_query: DcqlQuery }
  | { readonly manner: 'printed'; readonly dcql_query: DcqlQuery }

/** A request that was made and answered; its `client_id` and `nonce` are what the holder must have signed. */
export type MadeRequest = Pick<PresentationRequest, 'client_id' | 'nonce' | 'exp' | 'dcql_query'> & {
  readonly response_mode: string
}

/** The standing request of a policy. */
export function standingRequest(policy: Policy, manner: StandingRequest['manner']): StandingRequest {
  const { dcql_query, verifier_class = '' } = policy
  return manner === 'printed'
    ? { manner, dcql_query }
    : { manner, dcql_query, client_id: CLASS_PREFIX + verifier_class }
}

export function isStanding(request: MadeRequest | StandingRequest): request is StandingRequest {
  return 'manner' in request
}

/** How an answer to a request has come. */
export function mannerOf(request: MadeRequest | StandingRequest): PresentationManner {
  if (isStanding(request)) return request.manner
  return request.response_mode === 'bai.offline' ? 'two-scan' : 'online'
}
