import {
  type ClaimPath,
  type ClaimQuery,
  type ClaimsPathPointer,
  type CredentialQuery,
  claimAlternatives,
  isJsonObject,
  type JsonObject,
  type Platform,
  parseDisclosure,
  parseJsonObject,
  parseSdJwt,
  satisfiesClaim,
} from '@bai/credential'

export type HolderChoice = {
  /** Claims that the holder keeps back although they were asked for, as dotted paths: `given_name`, `address.soi`. */
  readonly withhold?: readonly string[]
  /** Rows of other people in the house go out only if the holder says so. */
  readonly includeOtherMembers?: boolean
}

/** All that a credential could show. */
export type Presentable = {
  /** Paths of all disclosures, as names and array indices in text; indices count the hidden elements. */
  readonly paths: readonly ClaimPath[]
  /** Rows of a household that are not the holder's own. */
  readonly otherRows: readonly ClaimPath[]
  /** The claims with every disclosure. */
  readonly claims: JsonObject
}

/**
 * Chooses, among what a credential can disclose, what answers a query and what the holder allows: nothing that was not
 * asked for, ever.
 */
export function chooseClaims(
  { paths, otherRows, claims }: Presentable,
  query: CredentialQuery,
  choice: HolderChoice,
): readonly ClaimPath[] {
  const withheld = (choice.withhold ?? []).map((claim) => claim.split('.'))
  const requested = requestedPaths(query, claims, withheld)
  return paths.filter(
    (path) =>
      requested.some((pointer) => isOnPath(path, pointer)) &&
      !withheld.some((kept) => isInside(path, kept)) &&
      (choice.includeOtherMembers === true || !otherRows.some((row) => isInside(path, row))),
  )
}

/**
 * Of the alternatives in a query, the first that can be answered in full, else what is there of the first. A claim with
 * another value than those asked for is as good as absent (OpenID4VP 1.0, sections 6.3 and 6.4.1), and the way to a claim
 * that is kept back is not shown either.
 */
function requestedPaths(
  query: CredentialQuery,
  claims: JsonObject,
  withheld: readonly ClaimPath[],
): readonly ClaimsPathPointer[] {
  const available = (claim: ClaimQuery) =>
    satisfiesClaim(claims, claim) && !withheld.some((kept) => isInside(claim.path, kept))
  const [first = [], ...others] = claimAlternatives(query)
  const chosen = [first, ...others].find((alternative) => alternative.every(available)) ?? first
  return chosen.filter(available).map(({ path }) => path)
}

/** Rows of a household that are not the holder's own, by their place in the credential. */
export function findOtherRows(credential: string, { digest }: Pick<Platform, 'digest'>): readonly ClaimPath[] {
  const { jws, disclosures } = parseSdJwt(credential)
  const { members } = parseJsonObject(jws.payload, 'payload')
  if (!Array.isArray(members)) return []
  const byDigest = new Map(disclosures.map((text) => [digest('sha-256', text), text]))
  return members.flatMap((element, index) => {
    const text = isJsonObject(element) && typeof element['...'] === 'string' ? byDigest.get(element['...']) : undefined
    if (text === undefined) return []
    const { value } = parseDisclosure(text)
    return isJsonObject(value) && value['is_holder'] === false ? [['members', index]] : []
  })
}

/** Whether a disclosure is the claim that is asked for, lies inside it, or is the way to it. */
function isOnPath(path: ClaimPath, pointer: ClaimsPathPointer): boolean {
  const length = Math.min(path.length, pointer.length)
  return pointer.slice(0, length).every((step, i) => {
    const here = String(path[i])
    return step === null ? /^\d+$/.test(here) : String(step) === here
  })
}

function isInside(path: ClaimsPathPointer | ClaimPath, outer: ClaimPath): boolean {
  return outer.every((step, i) => String(step) === String(path[i]))
}
