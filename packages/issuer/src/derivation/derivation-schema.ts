import { ASSURANCE_LEVELS } from '@bai/credential'
import * as z from 'zod'
import { OperationSchema, ReferenceSchema, YesNoSchema } from './operation-schema.ts'

const text = (max: number) => z.string().min(1).max(max)
const BilingualTextSchema = z.strictObject({ th: text(500), en: text(500) })
const kebab = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters and digits, with single dashes')
  .max(60)
const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour as #rrggbb')

/** What the derived credential is, and what people call it. */
const TypeSchema = z.strictObject({
  /** Also the `credential_configuration_id` of OpenID4VCI. */
  id: kebab,
  vct: text(500),
  w3c_type: z.string().regex(/^[A-Z][A-Za-z0-9]{0,99}$/, 'a name like StudentCard'),
  name: BilingualTextSchema,
  description: BilingualTextSchema,
  background_color: colour,
  text_color: colour,
})

const RequiresSchema = z.strictObject({
  /** A policy (packages/verifier/policies), read by the verifier's own reader. */
  policy: z.record(z.string(), z.json()),
  /** What an issuer of a source must be trusted for, at least. */
  level: z.enum(ASSURANCE_LEVELS).optional(),
})

/** What must hold before anything is given. */
const ConditionSchema = z.strictObject({
  id: kebab,
  that: YesNoSchema,
  /** For the person, when it does not hold. */
  otherwise: BilingualTextSchema,
})

const DerivedClaimSchema = z.strictObject({
  path: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9_]{0,59}$/, 'lower-case letters, digits and _'))
    .min(1)
    .max(3),
  label: BilingualTextSchema,
  /** `own`: the holder may withhold it. `open`: whoever sees the credential sees it. */
  disclosure: z.enum(['own', 'open']),
  from: OperationSchema,
})

/** From the moment of issuing. */
const ValiditySchema = z.union([
  z.strictObject({ hours: z.int().min(1).max(8784) }),
  z.strictObject({ days: z.int().min(1).max(1830) }),
])

/** A derivation as it is written: one JSON file, for which an agency answers. */
export const DerivationSchema = z.strictObject({
  /** So that an editor can help (JSON Schema); not read. */
  $schema: z.string().max(500).optional(),
  type: TypeSchema,
  requires: RequiresSchema,
  /** Where the citizen number stands by which the agency's own record is found. */
  record_of: ReferenceSchema.optional(),
  conditions: z.array(ConditionSchema).max(20).default([]),
  claims: z.array(DerivedClaimSchema).min(1).max(50),
  validity: ValiditySchema,
  /** For people without a wallet: staff check their documents, which counts as a source of this level. Left out: no. */
  counter: z.strictObject({ level: z.enum(ASSURANCE_LEVELS) }).optional(),
  /** How many a wallet gets at once, each to be shown once. */
  copies: z.int().min(1).max(30).optional(),
})

export type DerivationFile = z.infer<typeof DerivationSchema>
export type DerivedClaim = DerivationFile['claims'][number]

/** The schema of derivation files for editors (JSON Schema, draft 2020-12); `parseDerivation` finds more. */
export function derivationJsonSchema(): object {
  return z.toJSONSchema(DerivationSchema, { io: 'input' })
}
