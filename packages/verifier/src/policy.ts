import { DcqlQuerySchema } from '@bai/credential'
import * as z from 'zod'

const BilingualTextSchema = z.strictObject({ th: z.string().min(1).max(500), en: z.string().min(1).max(500) })

/** What a verifier asks for, why, and how it decides: one JSON file, written by the agency that answers for it. */
export const PolicySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'lower-case letters, digits and dashes'),
  client_name: BilingualTextSchema,
  purpose: BilingualTextSchema,
  dcql_query: DcqlQuerySchema,
  /** How old a key binding may be, in seconds. */
  max_age_seconds: z.int().min(10).max(3600).default(300),
  /** How far clocks may differ, in seconds. */
  skew_seconds: z.int().min(0).max(600).default(60),
  /** Data past its `next`, before its `exp`: accept and say so, or leave the decision to a person. */
  when_stale: z.enum(['accept_with_warning', 'refer']).default('accept_with_warning'),
})

export type Policy = z.infer<typeof PolicySchema>
