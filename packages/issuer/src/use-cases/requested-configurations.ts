import * as z from 'zod'
import { IssuerError } from '../errors.ts'

export type RequestedConfigurations = {
  readonly configurationIds: readonly string[]
  /** Asked for by `authorization_details`: the token then names credentials by identifiers. */
  readonly byIdentifier: boolean
}

const MAX_DETAILS = 10_000

/** RFC 9396 with the type of OpenID4VCI 1.0, section 5.1.1; what else a wallet puts there is ignored. */
const DetailsSchema = z
  .array(
    z.looseObject({ type: z.literal('openid_credential'), credential_configuration_id: z.string().min(1).max(200) }),
  )
  .min(1)
  .max(20)

/**
 * What a wallet asks for: `authorization_details`, else `scope` (OpenID4VCI 1.0, sections 5.1.1 and 5.1.2). Our scopes are
 * the ids of the configurations.
 *
 * @param available what may be asked for
 * @returns nothing where it asks by neither
 * @throws IssuerError `authorization_details_invalid`, `scope_invalid`
 */
export function requestedConfigurations(
  {
    scope,
    authorizationDetails,
  }: { readonly scope: string | undefined; readonly authorizationDetails: string | undefined },
  available: readonly string[],
): RequestedConfigurations | undefined {
  if (authorizationDetails !== undefined) {
    const configurationIds = [...new Set(parseDetails(authorizationDetails))]
    if (configurationIds.every((id) => available.includes(id))) return { configurationIds, byIdentifier: true }
    throw detailsInvalid('it names a credential configuration that is not to be had here')
  }
  if (scope === undefined) return undefined
  // `openid` and the like are not ours to answer, and unknown scopes are left out (RFC 6749, section 3.3).
  const configurationIds = [...new Set(scope.split(' '))].filter((id) => available.includes(id))
  if (configurationIds.length > 0) return { configurationIds, byIdentifier: false }
  throw new IssuerError('scope_invalid', 'scope names no credential that is to be had here; see the metadata.', {})
}

function parseDetails(text: string): readonly string[] {
  if (text.length > MAX_DETAILS) throw detailsInvalid('it is too long')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw detailsInvalid('it is no JSON')
  }
  const parsed = DetailsSchema.safeParse(json)
  if (parsed.success) return parsed.data.map((detail) => detail.credential_configuration_id)
  throw detailsInvalid('expected a list of objects with type openid_credential and credential_configuration_id')
}

function detailsInvalid(why: string): IssuerError<'authorization_details_invalid'> {
  return new IssuerError('authorization_details_invalid', `authorization_details cannot be used: ${why}.`, {})
}
