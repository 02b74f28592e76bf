import {
  type ClaimPath,
  type CredentialQuery,
  createDidResolver,
  type DcqlQuery,
  decodeBase64url,
  encodeBase64url,
  openPresentationRequest,
  type PresentationRequest,
  parseJsonObject,
  parseSdJwt,
  reconstructClaims,
  type VpToken,
} from '@bai/credential'
import { SDJwtInstance } from '@sd-jwt/core'
import { chooseClaims, findOtherRows, type HolderChoice, type Presentable } from './choose-claims.ts'
import { WalletError } from './errors.ts'
import type { HolderKey, StoredCredential, WalletDependencies } from './ports.ts'

/** Of a request that was opened: what the answer depends on. */
export type AnswerableRequest = Pick<PresentationRequest, 'client_id' | 'nonce' | 'dcql_query'>

/** What the holder is shown before anything leaves the wallet. */
export type PresentationPlan<R extends AnswerableRequest = PresentationRequest> = {
  readonly request: R
  readonly credentials: readonly {
    readonly query: CredentialQuery
    readonly stored: StoredCredential
    /** Exactly what would be disclosed. */
    readonly disclosed: readonly ClaimPath[]
  }[]
}

/**
 * Reads a request, verifies it, and plans the answer. Nothing is signed and nothing leaves.
 *
 * @param requestObject signed request of OpenID4VP 1.0
 * @throws WalletError `credential_not_held`, `claim_not_requested`; CredentialError for a request that is not good
 */
export async function planPresentation(
  requestObject: string,
  choice: HolderChoice,
  dependencies: WalletDependencies,
): Promise<PresentationPlan> {
  const { platform, now } = dependencies
  // Requests name their verifier by did:jwk, which needs no network: this works in a tunnel.
  const resolver = createDidResolver(() => undefined)
  const request = await openPresentationRequest(requestObject, { resolver, platform, now: now(), skewSeconds: 60 })
  return planAnswer(request, choice, dependencies)
}

/**
 * Plans the answer to a request that was opened. Nothing is signed and nothing leaves.
 *
 * @throws WalletError `credential_not_held`, `claim_not_requested`
 */
export async function planAnswer<R extends AnswerableRequest>(
  request: R,
  choice: HolderChoice,
  dependencies: WalletDependencies,
): Promise<PresentationPlan<R>> {
  checkChoice(choice, request)
  const held = await dependencies.credentials.list()
  const find = (query: CredentialQuery) =>
    query.format === 'dc+sd-jwt' ? held.findLast(({ vct }) => query.meta.vct_values.includes(vct)) : undefined
  const credentials = []
  for (const query of neededQueries(request.dcql_query, (candidate) => find(candidate) !== undefined)) {
    const stored = find(query)
    if (stored === undefined) {
      throw new WalletError('credential_not_held', 'This wallet holds no credential of the type that is asked for.', {
        queryId: query.id,
      })
    }
    const disclosed = chooseClaims(await readPresentable(stored.credential, dependencies), query, choice)
    credentials.push({ query, stored, disclosed })
  }
  return { request, credentials }
}

/** Signs and assembles what was planned and agreed to. @returns presentations by query id, the `vp_token` of OpenID4VP */
export async function presentCredentials(
  { request, credentials }: PresentationPlan<AnswerableRequest>,
  dependencies: WalletDependencies,
): Promise<VpToken> {
  const vpToken: VpToken = {}
  for (const { query, stored, disclosed } of credentials) {
    const key = await dependencies.keys.findKey(stored.keyId)
    const kb = {
      payload: {
        iat: Math.floor(dependencies.now().getTime() / 1000),
        aud: request.client_id,
        nonce: request.nonce,
      },
    }
    vpToken[query.id] = [await createInstance(dependencies, key).present(stored.credential, frameOf(disclosed), { kb })]
  }
  return vpToken
}

/** The same without the holder's proof, for paper. @returns the SD-JWT, which ends in a tilde */
export function presentWithoutKey(
  credential: string,
  disclosed: readonly ClaimPath[],
  dependencies: WalletDependencies,
): Promise<string> {
  return createInstance(dependencies).present(credential, frameOf(disclosed))
}

/** A name that was mistyped must not end in sharing what was meant to be kept back. */
function checkChoice({ withhold = [] }: HolderChoice, request: AnswerableRequest): void {
  const requested = new Set(
    request.dcql_query.credentials.flatMap(({ claims = [] }) => claims.map(({ path }) => path.join('.'))),
  )
  for (const claim of withhold) {
    const known = [...requested].some(
      (path) => path === claim || claim.startsWith(`${path}.`) || path.startsWith(`${claim}.`),
    )
    if (known) continue
    const message = `"${claim}" was not asked for, so it cannot be kept back. Asked for: ${[...requested].join(', ')}.`
    throw new WalletError('claim_not_requested', message, { claim })
  }
}

/**
 * The queries that are to be answered: all of them, or of each credential set the first option that the wallet holds, and
 * what it does not hold only where the set is required (OpenID4VP 1.0, section 6.4.2).
 */
function neededQueries(
  { credentials, credential_sets: sets }: DcqlQuery,
  isHeld: (query: CredentialQuery) => boolean,
): readonly CredentialQuery[] {
  if (sets === undefined) return credentials
  const held = new Set(credentials.filter(isHeld).map(({ id }) => id))
  const needed = sets.flatMap(({ options, required }) => {
    const answerable = options.find((option) => option.every((id) => held.has(id)))
    return answerable ?? (required ? (options[0] ?? []) : [])
  })
  return credentials.filter(({ id }) => needed.includes(id))
}

async function readPresentable(credential: string, dependencies: WalletDependencies): Promise<Presentable> {
  const { platform } = dependencies
  const keys = await createInstance(dependencies).presentableKeys(credential)
  const { jws, disclosures } = parseSdJwt(credential)
  const digest = (disclosure: string) => platform.digest('sha-256', disclosure)
  const { claims } = reconstructClaims(parseJsonObject(jws.payload, 'payload'), disclosures, digest)
  return { paths: keys.map((key) => key.split('.')), otherRows: findOtherRows(credential, platform), claims }
}

/** The presentation is made by `@sd-jwt/core`, so that each has passed two independent implementations when it is verified. */
function createInstance({ platform }: WalletDependencies, key?: HolderKey): SDJwtInstance<Record<string, unknown>> {
  return new SDJwtInstance({
    hashAlg: 'sha-256',
    hasher: (data, algorithm) => {
      if (algorithm !== 'sha-256') throw new TypeError('The wallet presents SD-JWTs of sha-256 only.')
      const text = typeof data === 'string' ? data : new TextDecoder('latin1').decode(data)
      return decodeBase64url(platform.digest('sha-256', text), 'digest')
    },
    ...(key && {
      kbSignAlg: key.signer.algorithm,
      kbSigner: async (signingInput: string) => encodeBase64url(await key.signer.sign(signingInput)),
    }),
  })
}

type PresentationTree = { [step: string]: boolean | object }

/** The chosen paths as the tree of booleans that `@sd-jwt/core` takes; the way to a chosen claim comes along by itself. */
function frameOf(paths: readonly ClaimPath[]): PresentationTree {
  const frame: PresentationTree = {}
  for (const path of paths) {
    let node = frame
    path.forEach((step, i) => {
      const last = i === path.length - 1
      const existing = node[step]
      if (last) node[step] = existing ?? true
      else {
        const child = typeof existing === 'object' && existing !== null ? existing : {}
        node[step] = child
        node = child as PresentationTree
      }
    })
  }
  return frame
}
