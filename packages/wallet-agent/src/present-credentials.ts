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
import { chooseClaims, type HolderChoice, householdRows, type Presentable } from './choose-claims.ts'
import { WalletError } from './errors.ts'
import { type Copy, type Holding, markUsed, nextCopy, unusedCopies } from './holding.ts'
import type { HolderKey, WalletDependencies } from './ports.ts'

/** Of a request that was opened: what the answer depends on. */
export type AnswerableRequest = Pick<PresentationRequest, 'client_id' | 'nonce' | 'dcql_query'>

/** What the holder is shown before anything leaves the wallet. */
export type PresentationPlan<R extends AnswerableRequest = PresentationRequest> = {
  readonly request: R
  readonly credentials: readonly {
    readonly query: CredentialQuery
    readonly stored: Holding
    readonly copy: Copy
    /** How many that nobody has seen are left after this answer, and whether it has to show one again. */
    readonly copies: { readonly left: number; readonly reused: boolean }
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
  const held = (await dependencies.credentials.list()).filter(({ copies }) => copies.length > 0)
  const now = dependencies.now()
  const find = (query: CredentialQuery) =>
    query.format === 'dc+sd-jwt' ? held.findLast(({ vct }) => query.meta.vct_values.includes(vct)) : undefined
  const credentials = []
  for (const query of neededQueries(request.dcql_query, (candidate) => find(candidate) !== undefined)) {
    const stored = find(query)
    const copy = stored && nextCopy(stored, now)
    if (stored === undefined || copy === undefined) {
      throw new WalletError('credential_not_held', 'This wallet holds no credential of the type that is asked for.', {
        queryId: query.id,
      })
    }
    const disclosed = chooseClaims(await readPresentable(copy.credential, dependencies), query, choice)
    const left = unusedCopies(stored, now).filter(({ keyId }) => keyId !== copy.keyId).length
    credentials.push({ query, stored, copy, copies: { left, reused: copy.usedAt !== undefined }, disclosed })
  }
  return { request, credentials }
}

/**
 * Signs and assembles what was planned and agreed to. A copy counts as used from then on, before the answer can leave.
 *
 * @returns presentations by query id, the `vp_token` of OpenID4VP
 * @throws WalletError `holder_key_missing`, `holding_unknown`, `copy_used`
 */
export async function presentCredentials(
  { request, credentials }: PresentationPlan<AnswerableRequest>,
  dependencies: WalletDependencies,
): Promise<VpToken> {
  const vpToken: VpToken = {}
  for (const { query, stored, copy, copies, disclosed } of credentials) {
    const key = await dependencies.keys.findKey(copy.keyId)
    const kb = {
      payload: {
        iat: Math.floor(dependencies.now().getTime() / 1000),
        aud: request.client_id,
        nonce: request.nonce,
      },
    }
    const signed = await createInstance(dependencies, key).present(copy.credential, frameOf(disclosed), { kb })
    await useCopy({ stored, copy, reuse: copies.reused }, dependencies)
    vpToken[query.id] = [signed]
  }
  return vpToken
}

/** @throws WalletError `holding_unknown`, `copy_used` */
export async function useCopy(
  { stored, copy, reuse }: { readonly stored: Holding; readonly copy: Copy; readonly reuse: boolean },
  { credentials, now }: WalletDependencies,
): Promise<void> {
  await credentials.update(stored.id, (holding) => markUsed(holding, copy.keyId, { now: now(), reuse }))
}

/**
 * The same without the holder's proof, for paper.
 *
 * @param claims each with all that is in it
 * @returns the SD-JWT, which ends in a tilde
 */
export async function presentWithoutKey(
  credential: string,
  claims: readonly ClaimPath[],
  dependencies: WalletDependencies,
): Promise<string> {
  const { paths } = await readPresentable(credential, dependencies)
  const disclosed = paths.filter((path) => claims.some((claim) => claim.every((step, i) => step === path[i])))
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
  return { paths: keys.map((key) => key.split('.')), rows: householdRows(credential, platform), claims }
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
