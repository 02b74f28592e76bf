import { type Bundle, type CredentialQuery, encodeBase64url } from '@bai/credential'
import { WalletError } from '../errors.ts'
import type { WalletDependencies } from '../ports.ts'
import { type AnswerableRequest, type PresentationPlan, planAnswer } from '../present-credentials.ts'

/** Prefix of the audience of a code that is made out to a class of verifiers (docs/offline-profile.md, one scan). */
export const ONE_SCAN_PREFIX = 'bai.offline:class:'
/** 128 bits: the reader remembers it for as long as the code could be shown again. */
const NONCE_BYTES = 16

/**
 * Plans a code that nobody asked for: for a class of verifiers that the bundle knows, with the claims that it is registered
 * for and no others. It lives 30 seconds from when it is signed, and is shown once.
 *
 * @param verifierClass such as `airport-checkpoint`
 * @throws WalletError `verifier_unknown`, `credential_not_held`
 */
export async function planOneScan(
  verifierClass: string,
  bundle: Pick<Bundle, 'verifiers'>,
  dependencies: WalletDependencies,
): Promise<PresentationPlan<AnswerableRequest>> {
  const client_id = ONE_SCAN_PREFIX + verifierClass
  const registered = bundle.verifiers.get(client_id)
  if (registered === undefined || registered.claims.length === 0) {
    const message = 'The bundle knows no such class of verifiers, so there is nobody to make a code out to.'
    throw new WalletError('verifier_unknown', message, { prefix: ONE_SCAN_PREFIX })
  }
  const nonce = encodeBase64url(dependencies.randomBytes(NONCE_BYTES))
  const types = [...new Set(registered.claims.map(({ vct }) => vct))]
  const credentials = types.map(
    (vct, i): CredentialQuery => ({
      id: `q${i}`,
      format: 'dc+sd-jwt',
      meta: { vct_values: [vct] },
      claims: registered.claims.filter((claim) => claim.vct === vct).map(({ path }) => ({ path: [...path] })),
    }),
  )
  return planAnswer({ client_id, nonce, dcql_query: { credentials } }, {}, dependencies)
}
