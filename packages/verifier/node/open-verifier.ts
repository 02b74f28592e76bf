import { join } from 'node:path'
import {
  createDidResolver,
  isJsonObject,
  type Json,
  openBundle,
  openPresentationRequest,
  type PublicJwk,
  parsePublicJwk,
} from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { createRequest, type Policy, type Verdict, VerifierError, verifyPresentation } from '../src/index.ts'
import { openVerifierState, type VerifierState } from './verifier-state.ts'

export type VerifyInput = {
  /** The answer: presentations by query id, or one presentation alone where one credential was asked for. */
  readonly vpToken: Json
  readonly request: string
  readonly bundle: string
  readonly policy: Pick<Policy, 'max_age_seconds' | 'skew_seconds' | 'when_stale'> | undefined
  /** A JWK or JWK set; left out: this verifier's own anchor. */
  readonly anchors: Json | undefined
  readonly now: Date
}

/** A verifier on this machine, with its keys in a data folder. */
export type OpenedVerifier = {
  /** @param now left out: the clock of this machine */
  createRequest(policy: Policy, now?: Date): Promise<string>
  /** The key that signs requests, to be certified and registered. */
  requestKey(): Promise<PublicJwk>
  /** No network: all that decides is in the input and the data folder. */
  verify(input: VerifyInput): Promise<Verdict>
}

const DEFAULT_POLICY = { max_age_seconds: 300, skew_seconds: 60, when_stale: 'accept_with_warning' } as const

/** @throws VerifierError `data_folder_unwritable`, `verifier_state_damaged` */
export async function openVerifier(dataFolder: string): Promise<OpenedVerifier> {
  const path = join(dataFolder, 'verifier.json')
  return {
    createRequest: async (policy, now = new Date()) => {
      const { requestSigner } = await openVerifierState(path)
      return createRequest(policy, { signer: requestSigner, randomBytes: pooledRandomBytes, now: () => now })
    },
    requestKey: async () => (await openVerifierState(path)).requestSigner.publicJwk,
    verify: async (input) => verify(input, await openVerifierState(path)),
  }
}

async function verify(
  { vpToken, request, bundle, policy = DEFAULT_POLICY, anchors, now }: VerifyInput,
  state: VerifierState,
) {
  const pinned = anchors === undefined ? ownAnchors(state) : anchorKeys(anchors)
  const verifyCertificates = verifyCertificatePath
  const opened = await openBundle(bundle, { anchors: pinned, verifyCertificates }, nodePlatform)
  // Only this verifier's own requests are decided on, and an expired one is a check of the verdict, not an error.
  const resolver = createDidResolver(() => undefined)
  const parsed = await openPresentationRequest(request, {
    resolver,
    platform: nodePlatform,
    now: new Date(0),
    skewSeconds: 0,
  })
  const [query] = parsed.dcql_query.credentials
  const answer = typeof vpToken === 'string' && query !== undefined ? { [query.id]: [vpToken] } : vpToken
  const context = { request: parsed, bundle: opened, policy, now, verifyCertificates }
  return verifyPresentation(answer, context, nodePlatform)
}

/** A publisher in the same data folder is believed: it is this machine itself. */
function ownAnchors({ anchor, nextAnchor }: VerifierState): readonly PublicJwk[] {
  return [anchor, ...(nextAnchor ? [nextAnchor] : [])].map(({ publicJwk }) => publicJwk)
}

/** A JWK or a JWK set. @throws VerifierError `anchor_malformed`; CredentialError `key_invalid` */
export function anchorKeys(anchors: Json): readonly PublicJwk[] {
  const keys = isJsonObject(anchors) && Array.isArray(anchors['keys']) ? anchors['keys'] : [anchors]
  if (keys.length === 0) throw new VerifierError('anchor_malformed', 'The anchor file holds no key.', {})
  return keys.map((key) => parsePublicJwk(key))
}
