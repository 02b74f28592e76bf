import { createKeyBindingJwt } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { CLASS_CHALLENGE, holder, issuer, later, NOW, requestOf, VCT } from './gate.ts'
import { type Refusal, rejected, undecided } from './refusal.ts'
import { presentW3c } from './w3c.ts'

const ONE_SCAN = { manner: 'one-scan' } as const
const PRINTED = { manner: 'printed' } as const

/** What is refused because of how it is presented, of whom, or how old the data may be. */
export const MANNER_REFUSALS: readonly Refusal[] = [
  rejected('manner_not_allowed', 'a code nobody asked for, where two scans are wanted', {
    ...ONE_SCAN,
    policy: { presented_by: ['two-scan'] },
  }),
  rejected('manner_not_allowed', 'paper, where the policy says nothing of it', {
    ...PRINTED,
    policy: { presented_by: ['online', 'two-scan', 'one-scan'] },
  }),
  rejected('manner_not_allowed', 'an answer by hand, where only paper is taken', {
    policy: { presented_by: ['printed'] },
  }),
  rejected('presented_before', 'a code of one scan that was shown before', { ...ONE_SCAN, firstUse: () => false }),
  rejected('key_binding_too_old', 'a code of one scan that is older than its 30 seconds', {
    ...ONE_SCAN,
    presented: { now: later(-31 - 60) },
  }),
  rejected('key_binding_audience_mismatch', 'a code made out to another class of verifiers', {
    ...ONE_SCAN,
    presented: { request: { ...CLASS_CHALLENGE, client_id: 'bai.offline:class:hotel' } },
  }),
  rejected('key_binding_audience_mismatch', 'the answer to a request, shown as a code of one scan', {
    ...ONE_SCAN,
    presented: { request: requestOf() },
  }),
  rejected('key_binding_missing', 'paper, held to a gate that takes codes of one scan', {
    ...ONE_SCAN,
    changed: (text) => text.slice(0, text.lastIndexOf('~') + 1),
  }),
  rejected('key_binding_unexpected', 'a holder’s proof on paper: it would be a recording', {
    ...PRINTED,
    changed: async (text) => {
      const challenge = { nonce: CLASS_CHALLENGE.nonce, audience: CLASS_CHALLENGE.client_id, now: NOW }
      return text + (await createKeyBindingJwt(text, challenge, { signer: holder, platform: nodePlatform }))
    },
  }),
  rejected('claims_missing', 'paper without a portrait to compare', {
    ...PRINTED,
    presented: { disclose: ['given_name'] },
  }),
  rejected('issuer_not_accepted', 'a trusted issuer that this checkpoint does not take', {
    policy: { issuers: { [VCT]: ['did:web:another.example'] } },
  }),
  rejected('issuer_mismatch', 'a W3C credential whose issuer is not its iss', () =>
    presentW3c({ claims: { issuer: 'did:web:somebody.example' } }),
  ),
  undecided('data_too_old', 'data that is older than this checkpoint allows', {
    bundle: { made: -3601 },
    policy: { max_data_age_seconds: 3600 },
  }),
]

/** The same moment, on the good side. */
export const DATA_JUST_YOUNG_ENOUGH = { bundle: { made: -3600 }, policy: { max_data_age_seconds: 3600 } }
export const ISSUER_ACCEPTED = { policy: { issuers: { [VCT]: [issuer.did] } } }
