import { openBundle, type Platform, parsePublicJwk } from '@bai/credential'
import { verifyCertificatePath as verifyCertificates } from '@bai/credential/x509'
import { type Policy, standingRequest, type Verdict, type VerificationContext, verifyPresentation } from '@bai/verifier'
import type { PresentationVector } from './vector-case.ts'

/** How long the request of a case is still open, in seconds. No case is about that. */
const OPEN_SECONDS = 60

/**
 * Decides on the presentation of one case, which answers the only query of its policy.
 *
 * @throws CredentialError where the bundle does not open
 */
export async function verifyPresentationCase(
  { input, key, options }: PresentationVector,
  platform: Platform,
): Promise<Verdict> {
  const { policy, presented, now } = options
  const anchors = [parsePublicJwk(key)]
  const context: VerificationContext = {
    request: requestOf(options),
    bundle: await openBundle(options.bundle, { anchors, verifyCertificates }, platform),
    policy,
    now: new Date(now * 1000),
    firstUse: (nonce) => !presented.includes(nonce),
    verifyCertificates,
  }
  return verifyPresentation({ [queryIdOf(policy)]: [input] }, context, platform)
}

function requestOf({ manner, policy, kb, now }: PresentationVector['options']): VerificationContext['request'] {
  if (manner === 'one-scan' || manner === 'printed') return standingRequest(policy, manner)
  return {
    client_id: kb?.aud ?? '',
    nonce: kb?.nonce ?? '',
    exp: now + OPEN_SECONDS,
    response_mode: manner === 'online' ? 'direct_post' : 'bai.offline',
    dcql_query: policy.dcql_query,
  }
}

function queryIdOf({ dcql_query }: Policy): string {
  return dcql_query.credentials[0]?.id ?? ''
}
