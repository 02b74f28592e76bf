import type { DIDDocument } from 'did-resolver'
import * as z from 'zod'

/** Media type of the trust bundle, without `application/`. The number is the version of the format. */
export const BUNDLE_TYP = 'bai-bundle+jwt'
const text = (max: number) => z.string().min(1).max(max)
const seconds = z.int().nonnegative().max(8_640_000_000_000)

const BilingualTextSchema = z.strictObject({ th: text(500), en: text(500) })

/** How sure an issuer is of whom it gives a credential, from the least (Regulation (EU) 910/2014, article 8). */
export const ASSURANCE_LEVELS = ['low', 'substantial', 'high'] as const
export type AssuranceLevel = (typeof ASSURANCE_LEVELS)[number]

/** Who may issue what, from when until when: a credential signed outside the period is not theirs. */
const BundleIssuerSchema = z
  .strictObject({
    /** A DID, or the https address of an issuer that is found by its certificates. */
    id: text(500),
    name: BilingualTextSchema,
    did_document: z
      .looseObject({ id: text(500) })
      .transform((document): DIDDocument => document as unknown as DIDDocument)
      .optional(),
    /** Authorities that certify its keys, as base64 of DER: a leaf in `x5c` that leads to one and names the issuer is its. */
    certificate_authorities: z.array(text(20_000)).min(1).max(10).optional(),
    /** Of its keys, as they stand in `x5c`, for codes that name a certificate instead of carrying it. */
    certificates: z.array(text(20_000)).max(50).optional(),
    credential_types: z.array(text(500)).min(1).max(100),
    /** Of what it issues; left out: nobody vouches for one. */
    level: z.enum(ASSURANCE_LEVELS).optional(),
    since: seconds,
    until: seconds.optional(),
  })
  .refine(({ did_document, certificate_authorities }) => did_document !== undefined || certificate_authorities, {
    path: ['did_document'],
    message: 'an issuer is found by a DID document, by certificates, or by both',
  })

const https = z.url({ protocol: /^https$/ }).max(500)

/** Where a holder asks for erasure of what a verifier has of them (ARF 3.0, DASH). */
const VerifierContactSchema = z
  .strictObject({
    email: z.email().max(254).optional(),
    /** E.164, which is what a telephone dials everywhere. */
    phone: z
      .string()
      .regex(/^\+[1-9]\d{3,14}$/)
      .optional(),
    uri: https.optional(),
  })
  .refine((contact) => Object.keys(contact).length > 0, 'one way at least: email, phone or uri')

/** A verifier that is registered, and all that it may ask for. */
export const BundleVerifierSchema = z.strictObject({
  client_id: text(2000),
  name: BilingualTextSchema,
  purpose: BilingualTextSchema,
  contact: VerifierContactSchema.optional(),
  privacy_policy_uri: https.optional(),
  claims: z
    .array(
      z.strictObject({
        vct: text(500),
        path: z
          .array(z.union([text(200), z.null(), z.int().nonnegative()]))
          .min(1)
          .max(10),
      }),
    )
    .max(500),
})

/** Where a holder reports a verifier that asks for too much (ARF 3.0, DASH). */
export const DataProtectionAuthoritySchema = z.strictObject({ name: BilingualTextSchema, uri: https })

/**
 * The payload of a trust bundle: all that a verifier needs while it has no network. `iat` when it was made, `next` when
 * the following one is due, `exp` after which it decides nothing.
 */
export const BundleSchema = z.strictObject({
  version: z.literal(1),
  sequence: z.int().nonnegative(),
  iat: seconds,
  next: seconds,
  exp: seconds,
  issuers: z.array(BundleIssuerSchema).max(10_000),
  /** Status list tokens, exactly as their issuers signed them. */
  status_lists: z.array(text(4_000_000)).max(10_000),
  /** Type metadata documents by `vct`, as the text that `vct#integrity` covers. */
  type_metadata: z.record(text(500), text(200_000)),
  verifiers: z.array(BundleVerifierSchema).max(100_000),
  data_protection_authority: DataProtectionAuthoritySchema.optional(),
})

export type BundlePayload = z.infer<typeof BundleSchema>
export type BundleIssuer = z.infer<typeof BundleIssuerSchema>
export type BundleVerifier = z.infer<typeof BundleVerifierSchema>
export type DataProtectionAuthority = z.infer<typeof DataProtectionAuthoritySchema>
