import * as z from 'zod'

const ClaimSchema = z.looseObject({
  path: z.tuple([z.string().max(200)], z.union([z.string().max(200), z.null(), z.int().nonnegative()])).readonly(),
  display: z
    .array(z.looseObject({ locale: z.string().max(35), label: z.string().max(200) }))
    .max(50)
    .optional(),
  mandatory: z.boolean().optional(),
  sd: z.enum(['always', 'allowed', 'never']).optional(),
})

/** Type metadata (draft-ietf-oauth-sd-jwt-vc, section 5), with the members that Bai reads. */
export const TypeMetadataSchema = z.looseObject({
  vct: z.string().min(1).max(500),
  name: z.string().max(200).optional(),
  description: z.string().max(2000).optional(),
  display: z
    .array(z.looseObject({ locale: z.string().max(35), name: z.string().max(200) }))
    .max(50)
    .optional(),
  claims: z.array(ClaimSchema).max(500).optional(),
})

export type TypeMetadata = z.infer<typeof TypeMetadataSchema>
export type Claim = z.infer<typeof ClaimSchema>
