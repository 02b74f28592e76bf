import { X509Certificate } from 'node:crypto'
import { CredentialError, isJsonObject, type Json, parseJson, parsePublicJwk } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { type TrustedForDevelopment, VerifierError } from '../../src/index.ts'

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/**
 * Reads the file of somebody whose credentials are to be tried: a JWK, a JWK set, a DID document, or certificates in PEM.
 * The key of a certificate is believed as well as what it certifies.
 *
 * @throws VerifierError `anchor_malformed`
 */
export async function readDevelopmentTrust(content: string): Promise<TrustedForDevelopment> {
  const certificates = [...content.matchAll(PEM)].map(([pem]) => new X509Certificate(pem))
  const jwks =
    certificates.length > 0 ? certificates.map(({ publicKey }) => publicKey.export({ format: 'jwk' })) : keysIn(content)
  if (jwks.length === 0) throw malformed()
  // Without a kid: it is this key, whatever a credential calls it.
  const keys = jwks.map((jwk) => nodePlatform.importKey({ ...parsePublicJwk(jwk as Json), kid: undefined } as never))
  return { keys: await Promise.all(keys), certificates: certificates.map(({ raw }) => raw.toString('base64')) }
}

function keysIn(content: string): readonly Json[] {
  const value = readJson(content)
  if (!isJsonObject(value)) return []
  if (Array.isArray(value['keys'])) return value['keys']
  const methods = value['verificationMethod']
  if (!Array.isArray(methods)) return [value]
  return methods.flatMap((method) => (isJsonObject(method) && method['publicKeyJwk'] ? [method['publicKeyJwk']] : []))
}

function readJson(content: string): Json {
  try {
    return parseJson(content, 'issuer key')
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause
    throw malformed(cause)
  }
}

function malformed(cause?: unknown): VerifierError<'anchor_malformed'> {
  const message = 'The file holds no key to trust: give a JWK, a JWK set, a DID document, or certificates in PEM.'
  return new VerifierError('anchor_malformed', message, {}, { cause })
}
