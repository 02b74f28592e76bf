import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { algorithmsFor, type PublicJwk, parsePublicJwk, SIGNATURE_ALGORITHMS, type Signer } from '../src/index.ts'
import { signatureParameters } from './node-platform.ts'

/** A signer over a private key in memory, with its public half. */
export type NodeSigner = Signer & { readonly publicJwk: PublicJwk; readonly privateKey: KeyObject }

/** A new P-256 key pair for ES256, from OpenSSL's own generator. */
export function generateNodeSigner(): NodeSigner {
  return createNodeSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
}

/** Reads a private key from a JWK. @throws Error when it is not one */
export function importNodeSigner(privateJwk: Readonly<Record<string, unknown>>): NodeSigner {
  return createNodeSigner(createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }))
}

function createNodeSigner(privateKey: KeyObject): NodeSigner {
  const publicJwk = parsePublicJwk(createPublicKey(privateKey).export({ format: 'jwk' }))
  const [algorithm] = algorithmsFor(publicJwk)
  if (algorithm === undefined) throw new TypeError('No signature algorithm fits this key.')
  const parameters = signatureParameters(privateKey, algorithm)
  const digest = SIGNATURE_ALGORITHMS[algorithm].hash ?? null
  return {
    algorithm,
    publicJwk,
    privateKey,
    sign: (signingInput) => sign(digest, Buffer.from(signingInput, 'latin1'), parameters),
  }
}
