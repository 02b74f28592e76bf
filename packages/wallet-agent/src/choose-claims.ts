import {
  type ClaimPath,
  type ClaimQuery,
  type ClaimsPathPointer,
  type CredentialQuery,
  claimAlternatives,
  isJsonObject,
  type Json,
  type JsonObject,
  type Platform,
  parseJsonObject,
  parseSdJwt,
  reconstructClaims,
  satisfiesClaim,
} from '@bai/credential'

export type HolderChoice = {
  /** Claims that the holder keeps back although they were asked for, as dotted paths: `given_name`, `address.soi`. */
  readonly withhold?: readonly string[]
  /** Rows of other people in the house go out only if the holder says so. */
  readonly includeOtherMembers?: boolean
  /**
   * Of a household that is asked for: the rows that go out, by their places among the hidden elements, such as a child's
   * without that of the parent who holds the credential. Left out: the holder's own, and the others as above.
   */
  readonly rows?: readonly number[]
}

/** A row of a household, and where it stands among the hidden elements. */
export type HouseholdRow = { readonly place: number; readonly claims: JsonObject; readonly isHolder: boolean }

/** All that a credential could show. */
export type Presentable = {
  /** Paths of all disclosures, as names and array indices in text; indices count the hidden elements. */
  readonly paths: readonly ClaimPath[]
  /** Rows of a household. */
  readonly rows: readonly HouseholdRow[]
  /** The claims with every disclosure. */
  readonly claims: JsonObject
}

/**
 * Chooses, among what a credential can disclose, what answers a query and what the holder allows: nothing that was not
 * asked for, ever.
 */
export function chooseClaims(
  { paths, rows, claims }: Presentable,
  query: CredentialQuery,
  choice: HolderChoice,
): readonly ClaimPath[] {
  const withheld = (choice.withhold ?? []).map((claim) => claim.split('.'))
  const requested = requestedPaths(query, claims, withheld)
  const hiddenRows = rows.filter((row) => !mayGoOut(row, choice)).map(({ place }) => ['members', place])
  return paths.filter(
    (path) =>
      requested.some((pointer) => isOnPath(path, pointer)) &&
      !withheld.some((kept) => isInside(path, kept)) &&
      !hiddenRows.some((row) => isInside(path, row)),
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

function mayGoOut({ place, isHolder }: HouseholdRow, { rows, includeOtherMembers = false }: HolderChoice): boolean {
  return rows === undefined ? isHolder || includeOtherMembers : rows.includes(place)
}

/** The people in a house registration, each with their row and its place; places of decoys are passed over. */
export function householdRows(credential: string, { digest }: Pick<Platform, 'digest'>): readonly HouseholdRow[] {
  const { jws, disclosures } = parseSdJwt(credential)
  const payload = parseJsonObject(jws.payload, 'payload')
  if (!Array.isArray(payload['members'])) return []
  const hash = (text: string) => digest('sha-256', text)
  const known = new Set(disclosures.map(hash))
  const places = [...payload['members'].entries()].filter(([, element]) => isPerson(element, known))
  const { members } = reconstructClaims(payload, disclosures, hash).claims
  return (Array.isArray(members) ? members : []).filter(isJsonObject).map((claims, i) => ({
    place: places[i]?.[0] ?? i,
    claims,
    isHolder: claims['is_holder'] === true,
  }))
}

function isPerson(element: Json, known: ReadonlySet<string>): boolean {
  return isJsonObject(element) && (typeof element['...'] !== 'string' || known.has(element['...']))
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
