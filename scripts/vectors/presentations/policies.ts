import { NOW } from '../attacks/forge.ts'
import {
  accepted,
  bound,
  bundle,
  credential,
  given,
  type PresentationCase,
  policy,
  refused,
  statusList,
  surname,
} from './presentation-case.ts'

const answer = { clause: 'OpenID4VP 1.0, 6.4 and 8.1' }
const whose = { clause: 'packages/verifier/policies/policy.schema.json, issuers' }
const age = { clause: 'docs/bundle.md, Freshness' }
const ISSUER = 'did:web:issuer.example'

/** An SD-JWT VC as an answer, on the terms of different policies. */
export function policyPresentations(): readonly PresentationCase[] {
  return [...answerCases(), ...issuerCases(), ...ageCases()]
}

function answerCases(): readonly PresentationCase[] {
  return [
    accepted(answer, ['answer-good', 'dc+sd-jwt with a key binding JWT'], bound(credential())),
    accepted(answer, ['answer-online', 'over the network'], bound(credential()), { manner: 'online' }),
    refused(answer, ['answer-too-little', 'without the name that was asked for'], bound(credential(), []), [
      'rejected',
      'claims_missing',
    ]),
    refused(answer, ['answer-too-much', 'with a name that was not asked for'], bound(credential(), [given, surname]), [
      'rejected',
      'claims_not_requested',
    ]),
  ]
}

function issuerCases(): readonly PresentationCase[] {
  const of = (...issuers: readonly string[]) => ({ policy: policy({ issuers: { 'urn:example:card:1': issuers } }) })
  return [
    accepted(
      whose,
      ['issuers-named', 'one of the issuers that are taken'],
      bound(credential()),
      of('did:web:a.example', ISSUER),
    ),
    refused(
      whose,
      ['issuers-other', 'an issuer that may issue the type, and is not taken here'],
      bound(credential()),
      ['rejected', 'issuer_not_accepted'],
      of('did:web:a.example'),
    ),
  ]
}

/** What was made earlier, with a list of then. */
function bundleOf(iat: number, changes: object = {}): string {
  return bundle({ iat, next: iat + 3600, status_lists: [statusList(undefined, iat)], ...changes })
}

function ageCases(): readonly PresentationCase[] {
  const limited = policy({ max_data_age_seconds: 600 })
  const made = (secondsAgo: number) => ({
    bundle: bundleOf(NOW - secondsAgo),
    policy: limited,
  })
  const stale = bundleOf(NOW - 600, { next: NOW })
  return [
    accepted(age, ['data-at-limit', 'data as old as the policy allows'], bound(credential()), made(600)),
    refused(
      age,
      ['data-too-old', 'data a second older'],
      bound(credential()),
      ['undecided', 'data_too_old'],
      made(601),
    ),
    accepted(age, ['data-stale', 'the next bundle is due'], bound(credential()), { bundle: stale }),
    refused(
      age,
      ['data-stale-referred', 'the next bundle is due, and a person decides'],
      bound(credential()),
      ['undecided', 'bundle_stale'],
      {
        bundle: stale,
        policy: policy({ when_stale: 'refer' }),
      },
    ),
    refused(age, ['data-expired', 'the bundle is over'], bound(credential()), ['undecided', 'bundle_expired'], {
      bundle: bundleOf(NOW - 600, { next: NOW - 300, exp: NOW }),
    }),
  ]
}
