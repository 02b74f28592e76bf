import { type BilingualText, DcqlQuerySchema } from '@bai/credential'
import * as z from 'zod'

/** RFC 9101, section 10.8. */
export const REQUEST_OBJECT_TYP = 'oauth-authz-req+jwt'
/** OpenID4VP 1.0, section 5.8: the audience of a request to a wallet that was not discovered. */
export const WALLET_AUDIENCE = 'https://self-issued.me/v2'
export const ENCRYPTION_ALGORITHM = 'ECDH-ES'
export const ENCRYPTION_METHODS = ['A128GCM', 'A256GCM'] as const

const text = (max: number) => z.string().min(1).max(max)
const BilingualTextSchema = z.strictObject({ th: text(500), en: text(500) })
const EncryptionKeySchema = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().length(43),
  y: z.string().length(43),
  alg: z.string().max(50).optional(),
  use: z.string().max(10).optional(),
  kid: text(500).optional(),
  d: z.undefined().optional(),
})

const ClientMetadataSchema = z.looseObject({
  client_name: text(500).optional(),
  policy_uri: z.url().max(2000).optional(),
  jwks: z.looseObject({ keys: z.array(z.looseObject({})).max(20) }).optional(),
  encrypted_response_enc_values_supported: z.array(text(50)).max(20).optional(),
})
export type ClientMetadata = z.infer<typeof ClientMetadataSchema>

/** A request of OpenID4VP 1.0 (section 5.1), as far as a wallet answers it. What is unknown is ignored, but for what binds. */
export const OnlineRequestSchema = z
  .looseObject({
    client_id: text(2000),
    response_type: z.literal('vp_token'),
    response_mode: z.enum(['direct_post', 'direct_post.jwt']),
    response_uri: z.url().max(2000),
    /** 22 characters of base64url are 128 bits (section 5.2). */
    nonce: z.string().regex(/^[\x21-\x7e]{22,500}$/),
    state: text(1000).optional(),
    dcql_query: DcqlQuerySchema,
    aud: z.union([z.string(), z.array(z.string())]).optional(),
    exp: z.int().nonnegative().optional(),
    wallet_nonce: text(500).optional(),
    client_metadata: ClientMetadataSchema.optional(),
    client_name: BilingualTextSchema.optional(),
    purpose: BilingualTextSchema.optional(),
    /** Ours: what the person is given for what they show (docs/agency.md). */
    gives: z.strictObject({ name: BilingualTextSchema, claims: z.array(BilingualTextSchema).max(100) }).optional(),
    /** Nothing of the kind is understood, and what is not understood must not be agreed to (section 8.4). */
    transaction_data: z.undefined().optional(),
    /** Section 5.1: a wallet answers to one of the two; both mean that somebody is confused. */
    redirect_uri: z.undefined().optional(),
  })
  .refine(
    ({ response_mode, client_metadata }) =>
      response_mode === 'direct_post' || encryptionKey(client_metadata) !== undefined,
    {
      path: ['client_metadata', 'jwks'],
      message: 'a key of P-256 is needed to encrypt the answer for',
    },
  )
export type OnlineRequest = z.infer<typeof OnlineRequestSchema>

export type EncryptionKey = z.infer<typeof EncryptionKeySchema>

/** The first key that an answer can be encrypted for. */
export function encryptionKey(metadata: ClientMetadata | undefined): EncryptionKey | undefined {
  for (const key of metadata?.jwks?.keys ?? []) {
    const parsed = EncryptionKeySchema.safeParse(key)
    const { alg = ENCRYPTION_ALGORITHM, use = 'enc' } = parsed.data ?? {}
    if (parsed.success && alg === ENCRYPTION_ALGORITHM && use === 'enc') return parsed.data
  }
  return undefined
}

/** Of what a verifier calls itself and its purpose, in both languages; what it leaves out is its identifier. */
export function wordsOf({ client_name, purpose, client_metadata, client_id }: OnlineRequest): {
  readonly clientName: BilingualText
  readonly purpose: BilingualText | undefined
} {
  const name = client_metadata?.client_name ?? client_id
  return { clientName: client_name ?? { th: name, en: name }, purpose }
}
