import {
  type BilingualText,
  createDidResolver,
  openPresentationRequest,
  type PresentationRequest,
  type VerificationKey,
} from '@bai/credential'
import type { Party } from '../history/history-entry.ts'
import type { VerifierIdentity } from '../online/authenticate-request.ts'
import { checkRegistration, type Registration } from '../online/check-registration.ts'
import type { OnlineRequest } from '../online/online-request.ts'
import { openOnlineRequest } from '../online/open-online-request.ts'
import type { WalletDependencies } from '../ports.ts'
import { verifierParty } from './verifier-party.ts'

/** Who asks, and what for: what the holder is told before anything is shown. */
export type Asker = {
  readonly party: Party
  readonly purpose: BilingualText | undefined
  /** What the person is given for what they show: a credential of the asker's own. */
  readonly gives?: { readonly name: BilingualText; readonly claims: readonly BilingualText[] } | undefined
  readonly registration: Registration
  readonly identity: Pick<VerifierIdentity, 'signed' | 'certifiedAs'>
  /** Where the answer would go; undefined for one that is carried by hand. */
  readonly responseHost: string | undefined
}

/** A request that was verified, and how its answer is carried. */
export type AskedRequest =
  | {
      readonly manner: 'online'
      readonly request: OnlineRequest
      readonly asker: Asker
      /** By which the request was verified; none where it is not signed. */
      readonly keys: readonly VerificationKey[]
    }
  | { readonly manner: 'two-scan'; readonly request: PresentationRequest; readonly asker: Asker }

const SKEW_SECONDS = 60

/**
 * Opens a request that came over the network.
 *
 * @param address `openid4vp://…`, as it was scanned or followed
 * @throws as `openOnlineRequest`
 */
export async function openAddress(address: string, dependencies: WalletDependencies): Promise<AskedRequest> {
  const bundle = await dependencies.openBundle?.()
  const opened = await openOnlineRequest(address, dependencies, bundle)
  const { request, identity, clientName, purpose, privacyPolicyUri, responseHost, registration } = opened
  const party = verifierParty({ id: request.client_id, name: clientName, privacyPolicyUri }, bundle)
  const asker = { party, purpose, gives: request.gives, registration, identity, responseHost }
  return { manner: 'online', request, asker, keys: identity.keys }
}

/**
 * Opens a request that came by QR code. It names its verifier by `did:jwk`, which needs no network.
 *
 * @param requestObject the signed request of the message
 * @throws CredentialError for a request that is not good
 */
export async function openCode(requestObject: string, dependencies: WalletDependencies): Promise<AskedRequest> {
  const { platform, now } = dependencies
  const resolver = createDidResolver(() => undefined)
  const options = { resolver, platform, now: now(), skewSeconds: SKEW_SECONDS }
  const request = await openPresentationRequest(requestObject, options)
  const bundle = await dependencies.openBundle?.()
  const registration = checkRegistration(request, bundle)
  const { client_id: id, client_name: name, purpose } = request
  const party = verifierParty({ id, name }, bundle)
  const identity = { signed: true, certifiedAs: undefined }
  return { manner: 'two-scan', request, asker: { party, purpose, registration, identity, responseHost: undefined } }
}
