import { PolicySchema, PRESENTATION_MANNERS } from '@bai/verifier'
import * as z from 'zod'

const seconds = z.number().finite()

const OptionsSchema = z.looseObject({
  /** Seconds since 1970; left out: the clock of this machine. */
  now: seconds.optional(),
  /** How far clocks may differ, in seconds. */
  skew: seconds.nonnegative().default(0),
  typ: z.array(z.string()).optional(),
  algs: z.array(z.string()).optional(),
  iss: z.string().optional(),
  kb: z
    .looseObject({
      required: z.boolean(),
      nonce: z.string().optional(),
      aud: z.string().optional(),
      max_age: seconds.nonnegative().default(300),
    })
    .refine(({ required, nonce, aud }) => !required || (nonce !== undefined && aud !== undefined), {
      message: 'key binding that is required needs nonce and aud',
    })
    .optional(),
  status_ref: z.looseObject({ idx: z.number(), uri: z.string() }).optional(),
  any_payload: z.boolean().default(false),
})

/** A whole presentation; `key` is the anchor's that signed the bundle. */
const PresentationOptionsSchema = z
  .looseObject({
    now: seconds,
    manner: z.enum(PRESENTATION_MANNERS).default('two-scan'),
    policy: PolicySchema,
    bundle: z.string(),
    /** What the request asked the holder to sign. */
    kb: z.looseObject({ nonce: z.string(), aud: z.string() }).optional(),
    /** Nonces that were presented before. */
    presented: z.array(z.string()).default([]),
  })
  .refine(({ manner, kb }) => kb !== undefined || manner === 'one-scan' || manner === 'printed', {
    message: 'an answer to a request needs kb',
  })

export const PresentationVectorSchema = z.looseObject({
  kind: z.literal('presentation'),
  input: z.string(),
  key: z.record(z.string(), z.unknown()),
  options: PresentationOptionsSchema,
})
export type PresentationVector = z.infer<typeof PresentationVectorSchema>

/** One case of a conformance run: what is verified, with which key, on which terms. */
export const VectorCaseSchema = z.looseObject({
  id: z.unknown(),
  kind: z.enum(['sd-jwt', 'status-list', 'jws']),
  input: z.string(),
  /** A JWK, or a JWK set. */
  key: z.record(z.string(), z.unknown()),
  options: OptionsSchema,
})

export type VectorCase = z.infer<typeof VectorCaseSchema>
export type VectorOptions = VectorCase['options']
