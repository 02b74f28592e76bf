import { encodeDidJwk, type JsonObject } from '@bai/credential'
import type { BoundKey } from '../authorization-ports.ts'
import type { CredentialConfiguration } from '../credential-configurations.ts'
import { typeMetadataDocument } from '../type-metadata-document.ts'

/** What a credential says beside its claims. Times in seconds. */
export type Envelope = {
  readonly did: string
  /** `iss` of SD-JWT VCs. */
  readonly issuer: string
  readonly issuedAt: number
  readonly expiresAt: number
  readonly key: BoundKey
  readonly status: { readonly uri: string; readonly idx: number }
}

const W3C_V2 = ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/undefined-terms/v2']
const W3C_V1 = ['https://www.w3.org/2018/credentials/v1']

/** Claims in the form of a configuration, before anything is hidden or signed. */
export function shapeCredential(
  configuration: CredentialConfiguration,
  envelope: Envelope,
  claims: JsonObject,
): JsonObject {
  if (configuration.format === 'dc+sd-jwt') return shapeSdJwtVc(configuration, envelope, claims)
  if (configuration.format === 'vc+sd-jwt') return shapeW3cV2(configuration, envelope, claims)
  return shapeW3cV1(configuration, envelope, claims)
}

/** draft-ietf-oauth-sd-jwt-vc, section 2.2.2. */
function shapeSdJwtVc({ type }: CredentialConfiguration, envelope: Envelope, claims: JsonObject): JsonObject {
  return {
    vct: type.vct,
    'vct#integrity': typeMetadataDocument(type).integrity,
    ...registeredClaims(envelope, envelope.issuer),
    ...claims,
  }
}

/**
 * W3C VCDM 2.0, section 4, in an SD-JWT: its members and the registered claims of JWT stand side by side (VC-JOSE-COSE,
 * section 3.1.3). Our terms have no context of their own and are taken as undefined terms.
 */
function shapeW3cV2({ type }: CredentialConfiguration, envelope: Envelope, claims: JsonObject): JsonObject {
  return {
    '@context': W3C_V2,
    type: ['VerifiableCredential', type.w3cType],
    issuer: envelope.did,
    validFrom: dateTime(envelope.issuedAt),
    validUntil: dateTime(envelope.expiresAt),
    credentialSubject: claims,
    ...registeredClaims(envelope, envelope.did),
  }
}

/** W3C VCDM 1.1, which names the holder as the subject by a DID. */
function shapeW3cV1({ type }: CredentialConfiguration, envelope: Envelope, claims: JsonObject): JsonObject {
  const { cnf, status } = registeredClaims(envelope, envelope.did)
  return {
    '@context': W3C_V1,
    type: ['VerifiableCredential', type.w3cType],
    issuer: envelope.did,
    issuanceDate: dateTime(envelope.issuedAt),
    expirationDate: dateTime(envelope.expiresAt),
    credentialSubject: { id: holderDid(envelope.key), ...claims },
    cnf: cnf!,
    status: status!,
  }
}

function registeredClaims({ issuedAt, expiresAt, key, status }: Envelope, iss: string): JsonObject {
  return {
    iss,
    iat: issuedAt,
    exp: expiresAt,
    cnf: key.confirmation as JsonObject,
    status: { status_list: status },
  }
}

function holderDid({ publicJwk, confirmation }: BoundKey): string {
  const { kid } = confirmation
  return typeof kid === 'string' ? kid.split('#')[0]! : encodeDidJwk(publicJwk)
}

function dateTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}
