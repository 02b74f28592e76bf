import { type CredentialQuery, isJsonObject, parseJsonObject, VpTokenSchema } from '@bai/credential'
import { typesAskedFor } from './policy.ts'
import { isStanding, type MadeRequest, type StandingRequest } from './standing-request.ts'

/** A presentation and the query that it answers; undefined where it answers none. */
export type Answer = { readonly query: CredentialQuery | undefined; readonly presentation: string }

const MAX_PRESENTATIONS = 20
const MAX_LENGTH = 1_000_000

/**
 * Pairs presentations with queries. To a request that was made, the answer names its queries (OpenID4VP 1.0, section 8.1);
 * where nobody asked, the type that a presentation says it has is what it is held against.
 *
 * @returns undefined for anything that is no answer
 */
export function readAnswer(answer: unknown, request: MadeRequest | StandingRequest): readonly Answer[] | undefined {
  const { credentials } = request.dcql_query
  if (isStanding(request)) {
    return presentationsIn(answer)?.map((presentation) => ({
      query: credentials.length === 1 ? credentials[0] : queryOfType(presentation, credentials),
      presentation,
    }))
  }
  const named = VpTokenSchema.safeParse(answer)
  if (!named.success) return undefined
  return Object.entries(named.data).map(([id, [presentation = '', ...others]]) => ({
    query: others.length > 0 ? undefined : credentials.find((query) => query.id === id),
    presentation,
  }))
}

function presentationsIn(answer: unknown): readonly string[] | undefined {
  const named = VpTokenSchema.safeParse(answer)
  const list: unknown = named.success ? Object.values(named.data).flat() : answer
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_PRESENTATIONS) return undefined
  const fits = (one: unknown) => typeof one === 'string' && one.length <= MAX_LENGTH
  return list.every(fits) ? (list as readonly string[]) : undefined
}

/** Believed in nothing: whether the type is what it says, and the signature good, is found out afterwards. */
function queryOfType(presentation: string, queries: readonly CredentialQuery[]): CredentialQuery | undefined {
  const claimed = claimedTypes(presentation)
  return queries.find((query) => typesAskedFor(query).some((type) => claimed.includes(type)))
}

function claimedTypes(presentation: string): readonly unknown[] {
  try {
    const payload = parseJsonObject(presentation.split('~', 1)[0]?.split('.')[1] ?? '', 'payload')
    const vc = payload['vc']
    const { type } = isJsonObject(vc) ? vc : payload
    return [payload['vct'], ...(Array.isArray(type) ? type : [])]
  } catch {
    return []
  }
}
