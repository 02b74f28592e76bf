/** AES-256-GCM over JSON, bound to where it stands (NIST SP 800-38D). */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly text: ArrayBuffer }

export type Sealing = {
  readonly subtle: SubtleCrypto
  readonly randomBytes: (length: number) => Uint8Array<ArrayBuffer>
  readonly key: CryptoKey
}

const IV_BYTES = 12

/** @param place such as `holdings/ID`: what was sealed for one place does not open at another */
export async function seal(value: unknown, place: string, { subtle, randomBytes, key }: Sealing): Promise<Sealed> {
  const iv = randomBytes(IV_BYTES)
  const parameters = { name: 'AES-GCM', iv, additionalData: encode(place) }
  return { iv, text: await subtle.encrypt(parameters, key, encode(JSON.stringify(value))) }
}

/** @throws DOMException `OperationError` for what was changed, moved, or sealed under another key */
export async function unseal({ iv, text }: Sealed, place: string, { subtle, key }: Sealing): Promise<unknown> {
  const parameters = { name: 'AES-GCM', iv, additionalData: encode(place) }
  return JSON.parse(new TextDecoder().decode(await subtle.decrypt(parameters, key, text)))
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
