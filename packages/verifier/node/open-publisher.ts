import { join } from 'node:path'
import { createGuardedFetch, jwkThumbprint, openBundle, type PublicJwk } from '@bai/credential'
import { type NodeSigner, nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { prepareBundle, type TrustList } from '../src/index.ts'
import { openVerifierState, type VerifierState } from './verifier-state.ts'

export type PublishInput = {
  readonly trustList: TrustList
  readonly nextInSeconds: number
  readonly expiresInSeconds: number
  readonly allowLoopbackHttp: boolean
  readonly progress: (text: string) => void
}

export type PublishedBundle = { readonly bundle: string; readonly sequence: number; readonly anchor: PublicJwk }

/** Signs bundles on this machine, with its anchor's keys in a data folder. */
export type OpenedPublisher = {
  publish(input: PublishInput): Promise<PublishedBundle>
  /** To be pinned by verifiers and wallets: one, or two while the anchor is rolled over. */
  anchors(): Promise<readonly PublicJwk[]>
  /** Announces the next anchor, or where there is one, signs with it from now on. @returns as `anchors` */
  rotateAnchor(): Promise<readonly PublicJwk[]>
}

const MAX_ANSWER_BYTES = 8_000_000
const TIMEOUT_MILLISECONDS = 30_000

/** @throws VerifierError `data_folder_unwritable`, `verifier_state_damaged` (from its functions) */
export function openPublisher(dataFolder: string): OpenedPublisher {
  const path = join(dataFolder, 'verifier.json')
  const anchors = async () => {
    const { anchor, nextAnchor } = await openVerifierState(path)
    return [anchor, ...(nextAnchor ? [nextAnchor] : [])].map(namedKeyOf)
  }
  return {
    publish: async (input) => publish(input, await openVerifierState(path)),
    anchors,
    rotateAnchor: async () => {
      await (await openVerifierState(path)).rotateAnchor()
      return anchors()
    },
  }
}

async function publish(input: PublishInput, state: VerifierState): Promise<PublishedBundle> {
  const { allowLoopbackHttp, progress, trustList, nextInSeconds, expiresInSeconds } = input
  const { collected, certified, verifiers, dataProtectionAuthority } = trustList
  const sequence = state.publishedSequence + 1
  const anchor = namedKeyOf(state.anchor)
  const options = { allowLoopbackHttp, maxBytes: MAX_ANSWER_BYTES, timeoutMilliseconds: TIMEOUT_MILLISECONDS }
  const bundle = await prepareBundle(
    {
      issuers: collected,
      certified,
      verifiers,
      dataProtectionAuthority,
      nextInSeconds,
      expiresInSeconds,
      sequence,
      anchorKid: anchor.kid,
    },
    {
      fetch: createGuardedFetch(fetch, options),
      now: () => new Date(),
      anchorSigner: state.anchor,
      allowLoopbackHttp,
      progress,
    },
  )
  // What does not open here would not open anywhere: better found out now than at the gate.
  await openBundle(bundle, { anchors: [anchor], verifyCertificates: verifyCertificatePath }, nodePlatform)
  await state.savePublishedSequence(sequence)
  return { bundle, sequence, anchor }
}

function namedKeyOf({ publicJwk }: NodeSigner): PublicJwk & { readonly kid: string } {
  return { ...publicJwk, kid: jwkThumbprint(publicJwk, nodePlatform.digest) }
}
