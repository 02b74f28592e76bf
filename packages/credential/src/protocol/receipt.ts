import * as z from 'zod'
import { CredentialError } from '../errors.ts'
import { BAI_ALGORITHMS } from '../jose/algorithms.ts'
import { parseJws, signJws, verifyJws } from '../jose/jws.ts'
import { type JsonObject, parseJson, parseJsonObject } from '../json.ts'
import type { Platform, Signer, VerificationKey } from '../platform.ts'
import type { ClaimsPathPointer } from './dcql.ts'

/** Ours (docs/receipts.md), without `application/`: no other signature of a verifier can be taken for a receipt. */
const RECEIPT_TYP = 'bai-receipt+jwt'
/** Names only; whoever sends more sends something else. */
const MAX_LENGTH = 100_000

const text = (max: number) => z.string().min(1).max(max)
const BilingualTextSchema = z.object({ th: text(500), en: text(500) })
const PathSchema = z
  .array(z.union([text(200), z.int().nonnegative(), z.null()]))
  .min(1)
  .max(10)

const ReceiptSchema = z.object({
  /** The `client_id` of the request. */
  iss: text(2000),
  iat: z.int().nonnegative(),
  /** SHA-256 of the request's nonce in base64url: whoever made the answer knows which it was, and nobody else. */
  nonce_hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  purpose: BilingualTextSchema.optional(),
  /** What was asked for and came, by names. */
  claims: z.array(z.object({ vct: text(500), paths: z.array(PathSchema).max(200) })).max(20),
  /** What the verifier keeps, and for how long; left out: nothing. */
  retained: z.object({ paths: z.array(PathSchema).max(50), seconds: z.int().positive() }).optional(),
})

/** What a verifier says that it has received: names, and no value. */
export type Receipt = z.infer<typeof ReceiptSchema>
export type ReceivedClaims = { readonly vct: string; readonly paths: readonly ClaimsPathPointer[] }

export type CreateReceiptInput = {
  /** Of the request, as the nonce. */
  readonly clientId: string
  readonly nonce: string
  readonly now: Date
  readonly purpose?: Receipt['purpose']
  readonly claims: readonly ReceivedClaims[]
  readonly retained?: { readonly paths: readonly ClaimsPathPointer[]; readonly seconds: number } | undefined
}

export type CreateReceiptDependencies = {
  /** With the key that signed the request. */
  readonly signer: Signer
  /** How the request's header named that key: `kid` or `x5c`. */
  readonly keyHeader: JsonObject
  readonly platform: Pick<Platform, 'digest'>
}

/**
 * Signs a receipt for an answer.
 *
 * @throws ZodError for an input that is none: a mistake of the verifier's own
 */
export function createReceipt(
  { clientId, nonce, now, purpose, claims, retained }: CreateReceiptInput,
  { signer, keyHeader, platform }: CreateReceiptDependencies,
): Promise<string> {
  const receipt = ReceiptSchema.parse({
    iss: clientId,
    iat: Math.floor(now.getTime() / 1000),
    nonce_hash: platform.digest('sha-256', nonce),
    purpose,
    claims,
    retained,
  })
  const payload = parseJson(JSON.stringify(receipt), 'receipt') as JsonObject
  return signJws({ typ: RECEIPT_TYP, ...keyHeader }, payload, signer)
}

export type OpenReceiptOptions = {
  /** Those by which the request was verified; what the receipt says of its key is not believed. */
  readonly keys: readonly VerificationKey[]
  /** Of the request that was answered, as the nonce. */
  readonly clientId: string
  readonly nonce: string
}

/**
 * Verifies a receipt: of the verifier that asked, for the request that was answered.
 *
 * @throws CredentialError `too_large`, `receipt_malformed`, `receipt_mismatch`, and those of `parseJws` and `verifyJws`
 */
export async function openReceipt(
  token: string,
  { keys, clientId, nonce }: OpenReceiptOptions,
  platform: Pick<Platform, 'digest'>,
): Promise<Receipt> {
  if (token.length > MAX_LENGTH)
    throw new CredentialError('too_large', 'The receipt is too large.', { what: 'receipt', limit: MAX_LENGTH })
  const jws = parseJws(token)
  await verifyJws(jws, keys, { typ: [RECEIPT_TYP], algorithms: BAI_ALGORITHMS, what: 'receipt' })
  const parsed = ReceiptSchema.safeParse(parseJsonObject(jws.payload, 'receipt'))
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    throw new CredentialError('receipt_malformed', `The receipt is signed but malformed at "${field}".`, { field })
  }
  const receipt = parsed.data
  if (receipt.iss !== clientId) throw mismatch('iss')
  if (receipt.nonce_hash !== platform.digest('sha-256', nonce)) throw mismatch('nonce_hash')
  return receipt
}

function mismatch(claim: 'iss' | 'nonce_hash'): CredentialError<'receipt_mismatch'> {
  return new CredentialError('receipt_mismatch', `The receipt is for another request: its ${claim} differs.`, { claim })
}
