import {
  ASSURANCE_LEVELS,
  type AssuranceLevel,
  type BilingualText,
  type Bundle,
  isJsonObject,
  isPartialDate,
  type JsonObject,
} from '@bai/credential'
import * as z from 'zod'

const text = z.string().min(1).max(500)

/** As an agency's issuer writes it (docs/derivation.md). */
const EvidenceSchema = z
  .array(
    z.strictObject({
      type: text,
      issuer: text,
      level: z.enum(ASSURANCE_LEVELS).optional(),
      on: z.iso.date().refine(isPartialDate),
    }),
  )
  .min(1)
  .max(20)

/** One credential that a derived one rests on, as its issuer says: the verifier has seen nothing of it. */
export type Provenance = {
  readonly type: string
  /** By the name that the bundle has for it; where it has none, by its id. */
  readonly issuer: { readonly id: string; readonly name: BilingualText }
  readonly level?: AssuranceLevel | undefined
  /** The day on which it was presented. */
  readonly on: string
}

/**
 * Takes the provenance out of the claims that are shown; of the whole credential, for none of it need be asked for. What is called `evidence` and has another form is a claim like any other: the word is
 * not ours alone.
 */
export function readProvenance(
  credential: JsonObject,
  shown: JsonObject,
  { issuers }: Pick<Bundle, 'issuers'>,
): { readonly claims: JsonObject; readonly restsOn?: readonly Provenance[] } {
  const { credentialSubject: subject } = credential
  const parsed = EvidenceSchema.safeParse((isJsonObject(subject) ? subject : credential)['evidence'])
  if (!parsed.success) return { claims: shown }
  const { evidence: _, ...claims } = shown
  const nameOf = (id: string) => issuers.get(id)?.name ?? { th: id, en: id }
  return {
    claims,
    restsOn: parsed.data.map(({ issuer, ...rest }) => ({ ...rest, issuer: { id: issuer, name: nameOf(issuer) } })),
  }
}
