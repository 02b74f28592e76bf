import { base64url, CompactEncrypt, importJWK, type JWK } from 'jose'

export type ResponseEncryptor = {
  readonly publicJwk: JWK
  readonly alg: string
  readonly enc: string
  /** base64url, as in the header. */
  readonly apu?: string | undefined
  readonly apv?: string | undefined
}

/** Encrypts a response for the verifier's key, and names that (OpenID4VP 1.0, section 8.3). @returns a compact JWE */
export async function encryptResponse(text: string, { publicJwk, alg, enc, apu, apv }: ResponseEncryptor) {
  const parties = { ...(apu && { apu: base64url.decode(apu) }), ...(apv && { apv: base64url.decode(apv) }) }
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg, enc, ...(publicJwk.kid !== undefined && { kid: publicJwk.kid }) })
    .setKeyManagementParameters(parties)
    .encrypt(await importJWK(publicJwk, alg))
}
