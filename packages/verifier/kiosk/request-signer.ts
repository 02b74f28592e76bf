import { type PublicJwk, parsePublicJwk, type Signer } from '@bai/credential'
import type { KioskDatabase } from './kiosk-database.ts'

export type RequestSigner = Signer & { readonly publicJwk: PublicJwk }

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const

/** The key that signs this kiosk's requests: made at the first start, and never to be had out of this browser. */
export async function openRequestSigner(database: KioskDatabase, subtle: SubtleCrypto): Promise<RequestSigner> {
  const { privateKey, publicKey } = (await database.get('keys', 'request')) ?? (await createKey(database, subtle))
  const { kty, crv, x, y } = await subtle.exportKey('jwk', publicKey)
  return {
    algorithm: 'ES256',
    publicJwk: parsePublicJwk({ kty, crv, x, y }),
    sign: async (input) => new Uint8Array(await subtle.sign(ES256, privateKey, new TextEncoder().encode(input))),
  }
}

async function createKey(database: KioskDatabase, subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  const made = await subtle.generateKey(KEY, false, ['sign', 'verify'])
  // Of two windows that begin at once, the first has made the key.
  const transaction = database.transaction('keys', 'readwrite')
  const earlier = await transaction.store.get('request')
  if (earlier === undefined) await transaction.store.put(made, 'request')
  await transaction.done
  return earlier ?? made
}
