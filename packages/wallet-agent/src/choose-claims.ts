import {
  type ClaimPath,
  type ClaimsPathPointer,
  type CredentialQuery,
  isJsonObject,
  type Platform,
  parseDisclosure,
  parseJsonObject,
  parseSdJwt,
} from '@bai/credential'

export type HolderChoice = {
  /** Claims that the holder keeps back although they were asked for, as dotted paths: `given_name`, `address.soi`. */
  readonly withhold?: readonly string[]
  /** Rows of other people in the house go out only if the holder says so. */
  readonly includeOtherMembers?: boolean
}

/**
 * Chooses, among what a credential can disclose, what answers a query and what the holder allows: nothing that was not
 * asked for, ever.
 *
 * @param presentable paths of all disclosures, as names and array indices in text; indices count the hidden elements
 */
export function chooseClaims(
  presentable: readonly ClaimPath[],
  query: CredentialQuery,
  choice: HolderChoice,
  otherRows: readonly ClaimPath[],
): readonly ClaimPath[] {
  const requested: readonly ClaimsPathPointer[] = query.claims?.map(({ path }) => path) ?? []
  const withheld = (choice.withhold ?? []).map((claim) => claim.split('.'))
  return presentable.filter(
    (path) =>
      requested.some((pointer) => isOnPath(path, pointer)) &&
      !withheld.some((kept) => isInside(path, kept)) &&
      (choice.includeOtherMembers === true || !otherRows.some((row) => isInside(path, row))),
  )
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

function isInside(path: ClaimPath, outer: ClaimPath): boolean {
  return outer.every((step, i) => String(step) === String(path[i]))
}
