import * as z from 'zod'
import { isJsonObject, type Json } from '../json.ts'
import type { ClaimPath } from '../sd-jwt/reconstruct.ts'

const identifier = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'letters, digits, _ and - only')
const PathSchema = z
  .array(z.union([z.string().min(1).max(200), z.int().nonnegative(), z.null()]))
  .min(1)
  .max(10)

const ClaimQuerySchema = z.looseObject({
  id: identifier.optional(),
  path: PathSchema,
  values: z
    .array(z.union([z.string().max(1000), z.number(), z.boolean()]))
    .min(1)
    .max(100)
    .optional(),
})

const types = z.array(z.string().min(1).max(500)).min(1).max(50)
/** OpenID4VP 1.0, section 6.1.1: who may stand behind the issuer. Loose, for kinds that others define. */
const TrustedAuthoritySchema = z.looseObject({
  type: z.string().min(1).max(100),
  values: z.array(z.string().min(1).max(2000)).min(1).max(100),
})
const queryFields = {
  id: identifier,
  claims: z.array(ClaimQuerySchema).min(1).max(200).optional(),
  claim_sets: z.array(z.array(identifier).min(1)).min(1).max(50).optional(),
  trusted_authorities: z.array(TrustedAuthoritySchema).min(1).max(20).optional(),
  require_cryptographic_holder_binding: z.literal(true).optional(),
}

/** Of SD-JWT VCs by `vct`, of W3C credentials by the types that they must all have (appendixes B.1.1 and B.3.5). */
const CredentialQuerySchema = z
  .discriminatedUnion('format', [
    z.looseObject({ ...queryFields, format: z.literal('dc+sd-jwt'), meta: z.looseObject({ vct_values: types }) }),
    z.looseObject({
      ...queryFields,
      format: z.enum(['vc+sd-jwt', 'jwt_vc_json']),
      meta: z.looseObject({ type_values: z.array(types).min(1).max(50) }),
    }),
  ])
  // OpenID4VP 1.0, section 6.1 and 6.3: sets name claims by id, and only claims that are there.
  .refine(
    ({ claims, claim_sets }) =>
      claim_sets === undefined || claim_sets.flat().every((id) => claims?.some((claim) => claim.id === id)),
    {
      path: ['claim_sets'],
      message: 'names a claim that the query does not have',
    },
  )

/** OpenID4VP 1.0, section 6, for SD-JWT VC and W3C credentials. Holder binding cannot be switched off. */
export const DcqlQuerySchema = z
  .looseObject({
    credentials: z.array(CredentialQuerySchema).min(1).max(20),
    credential_sets: z
      .array(
        z.looseObject({
          options: z.array(z.array(identifier).min(1)).min(1).max(20),
          required: z.boolean().default(true),
        }),
      )
      .min(1)
      .max(20)
      .optional(),
  })
  .refine(({ credentials }) => new Set(credentials.map(({ id }) => id)).size === credentials.length, {
    path: ['credentials'],
    message: 'two queries have the same id',
  })

export type DcqlQuery = z.infer<typeof DcqlQuerySchema>
export type CredentialQuery = DcqlQuery['credentials'][number]
export type SdJwtVcQuery = Extract<CredentialQuery, { readonly format: 'dc+sd-jwt' }>
export type ClaimQuery = NonNullable<CredentialQuery['claims']>[number]
export type ClaimsPathPointer = ClaimQuery['path']

/**
 * The claims that a path points to (OpenID4VP 1.0, section 7.1): a name steps into an object, `null` into every element,
 * a number into one element.
 */
export function selectClaims(claims: Json, path: ClaimsPathPointer): readonly Json[] {
  let selected: readonly Json[] = [claims]
  for (const step of path) selected = selected.flatMap((value) => stepInto(value, step))
  return selected
}

function stepInto(value: Json, step: string | number | null): readonly Json[] {
  if (typeof step === 'string') return isJsonObject(value) && Object.hasOwn(value, step) ? [value[step]!] : []
  if (!Array.isArray(value)) return []
  if (step === null) return value
  return step < value.length ? [value[step]] : []
}

/** Whether claims answer one claim query: something is there and, where `values` are given, one of them. */
export function satisfiesClaim(claims: Json, { path, values }: ClaimQuery): boolean {
  const selected = selectClaims(claims, path)
  if (selected.length === 0) return false
  return values === undefined || selected.some((value) => (values as readonly Json[]).includes(value))
}

/** The alternatives of claims that would answer a query, best first (section 6.4.1). */
export function claimAlternatives({ claims = [], claim_sets }: CredentialQuery): readonly (readonly ClaimQuery[])[] {
  if (claim_sets === undefined) return [claims]
  return claim_sets.map((ids) => claims.filter(({ id }) => id !== undefined && ids.includes(id)))
}

/**
 * Whether a disclosed claim was asked for: it is a requested claim, lies inside one, or is the way to one.
 */
export function isRequested(disclosed: ClaimPath, requested: readonly ClaimsPathPointer[]): boolean {
  return requested.some((path) => {
    const length = Math.min(path.length, disclosed.length)
    return path
      .slice(0, length)
      .every((step, i) => step === disclosed[i] || (step === null && typeof disclosed[i] === 'number'))
  })
}
