import type { Response } from 'express'
import { CompactEncrypt, type JWK } from 'jose'
import * as z from 'zod'
import { ENCRYPTION_ALGORITHM, ENCRYPTION_METHODS, type EncryptionMethod } from '../encryption-algorithms.ts'
import { IssuerError } from '../errors.ts'
import type { RequestEncryption } from '../ports.ts'

/** How an answer is to be encrypted. */
export type ResponseEncryption = { readonly jwk: JWK; readonly enc: EncryptionMethod }

const ResponseEncryptionSchema = z.looseObject({
  jwk: z.looseObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string().length(43),
    y: z.string().length(43),
    alg: z.literal(ENCRYPTION_ALGORITHM),
    kid: z.string().max(200).optional(),
    d: z.undefined().optional(),
  }),
  enc: z.enum(ENCRYPTION_METHODS),
  zip: z.undefined().optional(),
})

/**
 * The body of a request to the credential endpoints, decrypted where it came as `application/jwt`.
 *
 * @throws IssuerError `encryption_parameters_invalid`
 */
export async function openRequest(
  body: unknown,
  encryption: RequestEncryption,
): Promise<{ body: unknown; encrypted: boolean }> {
  if (typeof body !== 'string') return { body, encrypted: false }
  const text = await encryption.decrypt(body)
  if (text === undefined) {
    const message =
      'The request is not encrypted for this issuer; use the key and algorithms of credential_request_encryption.'
    throw new IssuerError('encryption_parameters_invalid', message, { reason: 'request' })
  }
  try {
    return { body: JSON.parse(text), encrypted: true }
  } catch {
    const expected = 'one JSON object inside the encrypted request'
    throw new IssuerError('request_malformed', `body: expected ${expected}.`, { field: 'body', expected })
  }
}

/**
 * How the wallet wants the answer encrypted (OpenID4VCI 1.0, section 8.2). A wish in the clear could have been put there
 * by somebody else, and is refused.
 *
 * @throws IssuerError `encryption_parameters_invalid`
 */
export function responseEncryptionOf(
  wish: unknown,
  { encrypted }: { encrypted: boolean },
): ResponseEncryption | undefined {
  if (wish === undefined) return undefined
  if (!encrypted) {
    const message = 'A request that asks for an encrypted response must be encrypted itself.'
    throw new IssuerError('encryption_parameters_invalid', message, { reason: 'request_not_encrypted' })
  }
  const parsed = ResponseEncryptionSchema.safeParse(wish)
  if (parsed.success) return { jwk: parsed.data.jwk as unknown as JWK, enc: parsed.data.enc }
  const reason = parsed.error.issues[0]?.path.join('.') || 'credential_response_encryption'
  const message = `credential_response_encryption cannot be used at "${reason}"; see the metadata for what is supported.`
  throw new IssuerError('encryption_parameters_invalid', message, { reason })
}

/** Answers in JSON, or encrypted as `application/jwt`. @throws IssuerError `encryption_parameters_invalid` */
export async function sendMessage(
  response: Response,
  message: object,
  encryption: ResponseEncryption | undefined,
): Promise<void> {
  if (encryption === undefined) {
    response.json(message)
    return
  }
  const { jwk, enc } = encryption
  const header = { alg: ENCRYPTION_ALGORITHM, enc, ...(jwk.kid !== undefined && { kid: jwk.kid }) }
  const jwe = await new CompactEncrypt(Buffer.from(JSON.stringify(message), 'utf8'))
    .setProtectedHeader(header)
    .encrypt(jwk)
    .catch(() => {
      const told = 'The key of credential_response_encryption is no point of P-256.'
      throw new IssuerError('encryption_parameters_invalid', told, { reason: 'jwk' })
    })
  response.type('application/jwt').send(Buffer.from(jwe, 'ascii'))
}
