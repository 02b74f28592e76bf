import { join } from 'node:path'
import {
  createDidResolver,
  createGuardedFetch,
  isJsonObject,
  type Json,
  jwkThumbprint,
  openBundle,
  openPresentationRequest,
  type PublicJwk,
  parsePublicJwk,
} from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import {
  createRequest,
  type Policy,
  prepareBundle,
  type Verdict,
  VerifierError,
  type VouchedIssuer,
  verifyPresentation,
} from '../src/index.ts'
import { openVerifierState, type VerifierState } from './verifier-state.ts'

export type PrepareInput = {
  readonly issuers: readonly VouchedIssuer[]
  readonly nextInSeconds: number
  readonly expiresInSeconds: number
  readonly allowLoopbackHttp: boolean
  readonly progress: (text: string) => void
}

export type PreparedBundle = { readonly bundle: string; readonly sequence: number; readonly anchor: PublicJwk }

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
  prepareBundle(input: PrepareInput): Promise<PreparedBundle>
  /** @param now left out: the clock of this machine */
  createRequest(policy: Policy, now?: Date): Promise<string>
  /** No network: all that decides is in the input and the data folder. */
  verify(input: VerifyInput): Promise<Verdict>
}

const DEFAULT_POLICY = { max_age_seconds: 300, skew_seconds: 60, when_stale: 'accept_with_warning' } as const
const MAX_ANSWER_BYTES = 8_000_000
const TIMEOUT_MILLISECONDS = 30_000

/** @throws VerifierError `data_folder_unwritable`, `verifier_state_damaged` */
export async function openVerifier(dataFolder: string): Promise<OpenedVerifier> {
  const path = join(dataFolder, 'verifier.json')
  return {
    prepareBundle: async (input) => prepare(input, await openVerifierState(path)),
    createRequest: async (policy, now = new Date()) => {
      const { requestSigner } = await openVerifierState(path)
      return createRequest(policy, { signer: requestSigner, randomBytes: pooledRandomBytes, now: () => now })
    },
    verify: async (input) => verify(input, await openVerifierState(path)),
  }
}

async function prepare(input: PrepareInput, state: VerifierState): Promise<PreparedBundle> {
  const { allowLoopbackHttp, progress } = input
  const sequence = state.publishedSequence + 1
  const anchor = { ...state.anchor.publicJwk, kid: jwkThumbprint(state.anchor.publicJwk, nodePlatform.digest) }
  const options = { allowLoopbackHttp, maxBytes: MAX_ANSWER_BYTES, timeoutMilliseconds: TIMEOUT_MILLISECONDS }
  const bundle = await prepareBundle(
    { ...input, verifiers: [], sequence, anchorKid: anchor.kid },
    {
      fetch: createGuardedFetch(fetch, options),
      now: () => new Date(),
      anchorSigner: state.anchor,
      allowLoopbackHttp,
      progress,
    },
  )
  // What does not open here would not open anywhere: better found out now than at the gate.
  await openBundle(bundle, { anchors: [anchor] }, nodePlatform)
  await state.savePublishedSequence(sequence)
  return { bundle, sequence, anchor }
}

async function verify(
  { vpToken, request, bundle, policy = DEFAULT_POLICY, anchors, now }: VerifyInput,
  state: VerifierState,
) {
  const pinned = anchors === undefined ? [state.anchor.publicJwk] : anchorKeys(anchors)
  const opened = await openBundle(bundle, { anchors: pinned }, nodePlatform)
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
  return verifyPresentation(answer, { request: parsed, bundle: opened, policy, now }, nodePlatform)
}

function anchorKeys(anchors: Json): readonly PublicJwk[] {
  const keys = isJsonObject(anchors) && Array.isArray(anchors['keys']) ? anchors['keys'] : [anchors]
  if (keys.length === 0) throw new VerifierError('anchor_malformed', 'The anchor file holds no key.', {})
  return keys.map((key) => parsePublicJwk(key))
}
