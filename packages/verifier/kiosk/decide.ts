import {
  type Bundle,
  decodeOfflineMessage,
  type Platform,
  type PresentationRequest,
  type VerifyCertificates,
} from '@bai/credential'
import { type FirstUse, type Policy, standingRequest, type Verdict, verifyPresentation } from '../src/index.ts'

export type DecideContext = {
  readonly policy: Policy
  /** The request that was shown; none at a gate that asks nobody. */
  readonly request: PresentationRequest | undefined
  readonly bundle: Bundle
  readonly now: Date
  readonly firstUse: FirstUse
  readonly verifyCertificates: VerifyCertificates
}

/** A verdict, or why a code that was read is no presentation: another kiosk's request, or an answer to nothing. */
export type Decision =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'scanned_request' | 'nothing_was_asked' }

/**
 * What becomes of a message by QR code. The deciding is all in `verifyPresentation`.
 *
 * @throws CredentialError as `decodeOfflineMessage`
 */
export async function decide(bytes: Uint8Array, context: DecideContext, platform: Platform): Promise<Decision> {
  const { policy, request, ...rest } = context
  const { certificates } = context.bundle
  const message = decodeOfflineMessage(bytes, platform, { certificates })
  if (message.kind === 'request') return { kind: 'scanned_request' }
  if (message.kind === 'answer') {
    if (request === undefined) return { kind: 'nothing_was_asked' }
    return {
      kind: 'verdict',
      verdict: await verifyPresentation(message.vpToken, { request, policy, ...rest }, platform),
    }
  }
  const standing = standingRequest(policy, message.kind)
  const answer = message.kind === 'printed' ? [message.presentation] : message.vpToken
  return {
    kind: 'verdict',
    verdict: await verifyPresentation(answer, { request: standing, policy, ...rest }, platform),
  }
}
