import * as z from 'zod'

const text = z.string().min(1).max(2_000)
const BilingualTextSchema = z.strictObject({ th: text, en: text })

/** Whoever the wallet dealt with, with what the person needs to turn to them later. */
const PartySchema = z.strictObject({
  /** Client identifier of a verifier, credential issuer identifier of an issuer. */
  id: text,
  name: BilingualTextSchema,
  /** Whether the bundle knew it at the time. */
  registered: z.boolean(),
  privacyPolicyUri: text.optional(),
  contact: z.strictObject({ email: text.optional(), phone: text.optional(), uri: text.optional() }).optional(),
})

/**
 * `received`, `refilled`: from an issuer. `presented`, `declined`: to a verifier that asked. `removed`: by the person, from
 * this wallet. `revoked`: at the issuer, by the person's wish. `erasure_asked`, `reported`: what the person did about an
 * earlier entry (ARF 3.0, DASH_02–12).
 */
export const HISTORY_KINDS = [
  'received',
  'refilled',
  'presented',
  'declined',
  'removed',
  'revoked',
  'erasure_asked',
  'reported',
] as const
export type HistoryKind = (typeof HISTORY_KINDS)[number]

export const HistoryEntrySchema = z.strictObject({
  id: text,
  at: z.iso.datetime(),
  kind: z.enum(HISTORY_KINDS),
  party: PartySchema,
  purpose: BilingualTextSchema.optional(),
  /** How it was carried. */
  manner: z.enum(['online', 'two-scan', 'one-scan', 'printed']).optional(),
  /** Types, and names of claims as dotted paths. Never a value. */
  credentials: z
    .array(z.strictObject({ vct: text, claims: z.array(text).max(500).readonly() }))
    .max(100)
    .readonly(),
  /** Of what was presented online: whether the verifier said that it has it. */
  delivered: z.boolean().optional(),
  /** What the verifier signed: that it received these claims, and what it keeps of them. */
  receipt: z.string().max(100_000).optional(),
  /** The entry that this one is about. */
  regarding: text.optional(),
})

/** One thing that the wallet did with others, by names and never by values. */
export type HistoryEntry = Readonly<z.infer<typeof HistoryEntrySchema>>
export type Party = HistoryEntry['party']
