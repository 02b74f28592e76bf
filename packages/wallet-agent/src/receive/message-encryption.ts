import { isJsonObject, type JsonObject } from '@bai/credential'
import type { IssuerMetadataResult } from '@openid4vc/openid4vci'
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair } from 'jose'
import * as z from 'zod'
import { ENCRYPTION_ALGORITHM, ENCRYPTION_METHODS } from '../online/online-request.ts'
import { malformedAnswer } from './answered.ts'

const KeySchema = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().length(43),
  y: z.string().length(43),
  alg: z.literal(ENCRYPTION_ALGORITHM),
  kid: z.string().max(200).optional(),
  use: z.literal('enc').optional(),
})
const ResponseSchema = z.looseObject({
  alg_values_supported: z.array(z.string()),
  enc_values_supported: z.array(z.string()),
  encryption_required: z.boolean(),
})
const RequestSchema = z.looseObject({
  jwks: z.looseObject({ keys: z.array(z.unknown()).max(20) }),
  enc_values_supported: z.array(z.string()),
  encryption_required: z.boolean(),
})

/** A message as it goes over the wire, and how its answer is read. */
export type SealedMessage = {
  readonly contentType: string
  readonly content: string
  readAnswer(response: Response): Promise<JsonObject>
}

/**
 * Encrypts a message and has its answer encrypted where the issuer requires it (OpenID4VCI 1.0, sections 8.2 and 10). A
 * wish for an encrypted answer goes out encrypted only: in the clear anybody could put their own key there.
 *
 * @throws WalletError `issuer_answer_malformed` for metadata that ask for what cannot be done
 */
export async function sealMessage(
  message: JsonObject,
  { credentialIssuer }: Pick<IssuerMetadataResult, 'credentialIssuer'>,
): Promise<SealedMessage> {
  const { credential_response_encryption: response, credential_request_encryption: request } =
    credentialIssuer as Readonly<Record<string, unknown>>
  const responseRequired = isJsonObject(response) && response['encryption_required'] === true
  const requestRequired = isJsonObject(request) && request['encryption_required'] === true
  if (!responseRequired && !requestRequired)
    return { contentType: 'application/json', content: JSON.stringify(message), readAnswer: readPlain }
  if (!responseRequired) return { ...(await encrypted(message, request)), readAnswer: readPlain }
  const parsed = ResponseSchema.safeParse(response)
  const enc = parsed.data && methodOf(parsed.data.enc_values_supported)
  if (enc === undefined || !parsed.data?.alg_values_supported.includes(ENCRYPTION_ALGORITHM))
    throw malformedAnswer('credential_response_encryption')
  // A key for this one answer: what is recorded today cannot be read with a key of tomorrow.
  const { publicKey, privateKey } = await generateKeyPair(ENCRYPTION_ALGORITHM, { crv: 'P-256' })
  const jwk = { ...(await exportJWK(publicKey)), alg: ENCRYPTION_ALGORITHM } as unknown as JsonObject
  const sealed = await encrypted({ ...message, credential_response_encryption: { jwk, enc } }, request)
  return { ...sealed, readAnswer: (answer) => readEncrypted(answer, privateKey) }
}

async function encrypted(message: JsonObject, metadata: unknown) {
  const parsed = RequestSchema.safeParse(metadata)
  const enc = parsed.data && methodOf(parsed.data.enc_values_supported)
  const key = parsed.data?.jwks.keys.map((candidate) => KeySchema.safeParse(candidate).data).find((it) => it)
  if (enc === undefined || key === undefined) throw malformedAnswer('credential_request_encryption')
  const { kty, crv, x, y, kid } = key
  const content = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(message)))
    .setProtectedHeader({ alg: ENCRYPTION_ALGORITHM, enc, ...(kid !== undefined && { kid }) })
    .encrypt({ kty, crv, x, y })
  return { contentType: 'application/jwt', content }
}

async function readPlain(response: Response): Promise<JsonObject> {
  return parseObject(await response.text())
}

/** An answer in the clear to a wish for an encrypted one is not taken: somebody on the way may have taken the wish out. */
async function readEncrypted(response: Response, privateKey: CryptoKey): Promise<JsonObject> {
  if (mediaTypeOf(response) !== 'application/jwt') throw malformedAnswer('content_type')
  const options = {
    keyManagementAlgorithms: [ENCRYPTION_ALGORITHM],
    contentEncryptionAlgorithms: [...ENCRYPTION_METHODS],
  }
  const opened = await compactDecrypt(await response.text(), privateKey, options).catch(() => {
    throw malformedAnswer('encryption')
  })
  return parseObject(new TextDecoder().decode(opened.plaintext))
}

function parseObject(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch {
    // Told below, without quoting it.
  }
  throw malformedAnswer('json')
}

function methodOf(supported: readonly string[]): (typeof ENCRYPTION_METHODS)[number] | undefined {
  return ENCRYPTION_METHODS.findLast((method) => supported.includes(method))
}

function mediaTypeOf(response: Response): string | undefined {
  return response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
}
