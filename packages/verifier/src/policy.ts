import { type ClaimsPathPointer, DcqlQuerySchema } from '@bai/credential'
import * as z from 'zod'

const BilingualTextSchema = z.strictObject({ th: z.string().min(1).max(500), en: z.string().min(1).max(500) })
const PathSchema = z
  .array(z.union([z.string().min(1).max(200), z.int().nonnegative(), z.null()]))
  .min(1)
  .max(10)
const BASE64URL = /^[A-Za-z0-9_-]{2,200}$/
const YEAR_SECONDS = 366 * 86_400

/**
 * How a presentation reaches the verifier. `online`: over OpenID4VP. `two-scan`: the wallet answers a request that it
 * scanned. `one-scan`: the wallet shows a code of its own accord. `printed`: a code on paper, without the holder's key.
 */
export const PRESENTATION_MANNERS = ['online', 'two-scan', 'one-scan', 'printed'] as const
export type PresentationManner = (typeof PRESENTATION_MANNERS)[number]

/** What a verifier asks for, why, and how it decides: one JSON file, written by the agency that answers for it. */
export const PolicySchema = z
  .strictObject({
    /** So that an editor can help (JSON Schema); not read. */
    $schema: z.string().max(500).optional(),
    name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and dashes'),
    /** What staff call this check. */
    title: BilingualTextSchema.optional(),
    client_name: BilingualTextSchema,
    purpose: BilingualTextSchema,
    /** Where the holder reads what becomes of the data (ARF 3.0, RPA_10). */
    privacy_policy_uri: z
      .url({ protocol: /^https$/ })
      .max(500)
      .optional(),
    dcql_query: DcqlQuerySchema,
    /** Of whom a type is accepted, by DID; left out: of every issuer that the bundle lets issue it. */
    issuers: z.record(z.string().min(1).max(500), z.array(z.string().min(1).max(500)).min(1).max(100)).optional(),
    /** Ways in which an answer is taken. The last two prove less, and the verdict says so. */
    presented_by: z.array(z.enum(PRESENTATION_MANNERS)).min(1).default(['online', 'two-scan']),
    /** For `one-scan`: the class of verifiers that the wallet makes its code out to. */
    verifier_class: z
      .string()
      .regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and dashes')
      .optional(),
    /** How old a key binding may be, in seconds. */
    max_age_seconds: z.int().min(10).max(3600).default(300),
    /** How far clocks may differ, in seconds. */
    skew_seconds: z.int().min(0).max(600).default(60),
    /** Data past its `next`, before its `exp`: accept and say so, or leave the decision to a person. */
    when_stale: z.enum(['accept_with_warning', 'refer']).default('accept_with_warning'),
    /** Older data decides nothing here, even where the bundle itself would still do. */
    max_data_age_seconds: z.int().min(60).max(YEAR_SECONDS).optional(),
    /** What is kept once the verdict was given, and for how long; left out: nothing (ARF 3.0, OIA_16). */
    retention: z
      .strictObject({
        claims: z.array(PathSchema).max(50),
        seconds: z
          .int()
          .min(1)
          .max(10 * YEAR_SECONDS),
      })
      .optional(),
    /** The portrait is compared with the person: by staff, or by staff with the camera's help. */
    face_check: z.enum(['staff', 'camera']).optional(),
    /** The name is compared with that of a boarding pass (IATA Resolution 792). */
    name_check: z.literal('boarding-pass').optional(),
  })
  .superRefine((policy, context) => {
    for (const [path, message] of contradictionsIn(policy)) context.addIssue({ code: 'custom', path: [path], message })
  })

export type Policy = z.infer<typeof PolicySchema>
type Contradiction = readonly [field: string, message: string]

/** What a policy says in one place and takes back in another. Better found when it is written than at the gate. */
function contradictionsIn(policy: Policy): readonly Contradiction[] {
  const { presented_by: manners, verifier_class, face_check, name_check, retention, issuers = {} } = policy
  const types = new Set(policy.dcql_query.credentials.flatMap(typesAskedFor))
  const authorities = policy.dcql_query.credentials.flatMap(({ trusted_authorities = [] }) => trusted_authorities)
  const unknownType = Object.keys(issuers).find((type) => !types.has(type))
  const rules: readonly (readonly [isBroken: boolean, ...Contradiction])[] = [
    [
      manners.includes('one-scan') && verifier_class === undefined,
      'verifier_class',
      'one-scan needs the class of verifiers that a code is made out to',
    ],
    [
      manners.includes('printed') && face_check === undefined,
      'face_check',
      'printed proves no possession, so the face has to be compared',
    ],
    [
      face_check !== undefined && !asksFor(policy, ['portrait']),
      'face_check',
      'no portrait is asked for to compare a face with',
    ],
    [
      name_check !== undefined && !(asksFor(policy, ['given_name']) && asksFor(policy, ['family_name'])),
      'name_check',
      'given_name and family_name have to be asked for',
    ],
    [
      retention?.claims.some((path) => !asksFor(policy, path)) ?? false,
      'retention',
      'only claims that are asked for can be kept',
    ],
    [unknownType !== undefined, 'issuers', `${unknownType} is not asked for`],
    // What would not be checked must not be written down as if it were.
    [
      !authorities.every(({ type, values }) => type === 'aki' && values.every((value) => BASE64URL.test(value))),
      'dcql_query',
      'trusted_authorities can be of the type aki only, with key identifiers in base64url',
    ],
  ]
  return rules.filter(([isBroken]) => isBroken).map(([, field, message]) => [field, message])
}

/** The types that a query accepts, as the bundle names them. */
export function typesAskedFor(query: Policy['dcql_query']['credentials'][number]): readonly string[] {
  if (query.format === 'dc+sd-jwt') return query.meta.vct_values
  return query.meta.type_values.flat().filter((type) => type !== 'VerifiableCredential')
}

/** Paths of W3C credentials begin at the credential, with its `credentialSubject`. */
function asksFor({ dcql_query }: Policy, path: ClaimsPathPointer): boolean {
  return dcql_query.credentials.some(({ claims = [] }) =>
    claims.some((claim) => {
      const own = claim.path[0] === 'credentialSubject' ? claim.path.slice(1) : claim.path
      return own.length <= path.length && own.every((step, i) => step === path[i])
    }),
  )
}

/** The schema of policy files for editors (JSON Schema, draft 2020-12); the contradictions are found by `PolicySchema` only. */
export function policyJsonSchema(): object {
  return z.toJSONSchema(PolicySchema, { io: 'input' })
}
