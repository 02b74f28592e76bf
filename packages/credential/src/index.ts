export { decodeBase64url, encodeBase64url, encodeBase64urlText } from './base64url.ts'
export {
  ASSURANCE_LEVELS,
  type AssuranceLevel,
  BUNDLE_TYP,
  type BundleIssuer,
  type BundlePayload,
  type BundleVerifier,
  BundleVerifierSchema,
  type DataProtectionAuthority,
  DataProtectionAuthoritySchema,
} from './bundle/bundle.ts'
export {
  applyBundleDelta,
  BUNDLE_DELTA_TYPE,
  type BundleDelta,
  BundleDeltaSchema,
  createBundleDelta,
} from './bundle/bundle-delta.ts'
export type { BundleStore, PartialBundle, StoredBundle } from './bundle/bundle-store.ts'
export { type FindBundleIssuerInput, type FoundBundleIssuer, findBundleIssuer } from './bundle/find-bundle-issuer.ts'
export {
  type CertifiedLeaf,
  type FindCertifiedIssuerInput,
  findCertifiedIssuer,
  isCertificateList,
  type VerifyCertificates,
} from './bundle/find-certified-issuer.ts'
export { type Issuance, issuingObjection } from './bundle/issuing-objection.ts'
export { type Bundle, type OpenBundleOptions, openBundle, type TrustedIssuer } from './bundle/open-bundle.ts'
export { signBundle } from './bundle/sign-bundle.ts'
export {
  importBundle,
  type SyncBundleDependencies,
  type SyncBundleInput,
  type SyncedBundle,
  syncBundle,
} from './bundle/sync-bundle.ts'
export { type DidDocument, keyOf, keysOf, singleKeyDocument } from './did/document.ts'
export { issuerDidUrl } from './did/issuer-did-url.ts'
export { encodeDidJwk, resolveDidJwk } from './did/jwk.ts'
export { encodeDidKey, resolveDidKey } from './did/key.ts'
export { createDidResolver, type FindWebDocument, resolveDid } from './did/resolver.ts'
export { didWebUrl, encodeDidWeb, namesDidWeb } from './did/web.ts'
export { type AnyCredentialError, CredentialError, type CredentialErrorCode, type CredentialErrors } from './errors.ts'
export {
  ALL_SIGNATURE_ALGORITHMS,
  BAI_ALGORITHMS,
  isSignatureAlgorithm,
  SIGNATURE_ALGORITHMS,
  type SignatureAlgorithm,
} from './jose/algorithms.ts'
export { algorithmsFor, jwkThumbprint, type PublicJwk, parsePublicJwk } from './jose/jwk.ts'
export { type JwsExpectations, keysForKid, parseJws, signJws, type UnverifiedJws, verifyJws } from './jose/jws.ts'
export { PublicJwkSchema } from './jose/public-jwk-schema.ts'
export { checkValidity, type Moment, numericDate } from './jose/validity.ts'
export { isJsonObject, type Json, type JsonObject, parseJson, parseJsonObject } from './json.ts'
export {
  HASH_ALGORITHMS,
  type HashAlgorithm,
  type Platform,
  type RandomBytes,
  type Signer,
  type VerificationKey,
} from './platform.ts'
export {
  type ClaimQuery,
  type ClaimsPathPointer,
  type CredentialQuery,
  claimAlternatives,
  type DcqlQuery,
  DcqlQuerySchema,
  isRequested,
  type SdJwtVcQuery,
  satisfiesClaim,
  selectClaims,
} from './protocol/dcql.ts'
export { createGuardedFetch, type GuardedFetchOptions } from './protocol/guarded-fetch.ts'
export {
  createPresentationRequest,
  OFFLINE_RESPONSE_MODE,
  openPresentationRequest,
  type PresentationRequest,
  type VpToken,
  VpTokenSchema,
} from './protocol/presentation-request.ts'
export {
  type CreateReceiptDependencies,
  type CreateReceiptInput,
  createReceipt,
  type OpenReceiptOptions,
  openReceipt,
  type Receipt,
  type ReceivedClaims,
} from './protocol/receipt.ts'
export { createFrameCollector, type FrameCollector, type FrameProgress } from './qr/create-frame-collector.ts'
export { createFrames, type Frames } from './qr/create-frames.ts'
export { decodeOfflineMessage } from './qr/decode-offline-message.ts'
export { encodeOfflineMessage, type OfflineMessageOptions } from './qr/encode-offline-message.ts'
export type { OfflineMessage } from './qr/offline-message.ts'
export { parseSdJwt, type UnverifiedSdJwt } from './sd-jwt/compact.ts'
export { type Disclosure, parseDisclosure } from './sd-jwt/disclosure.ts'
export { type DisclosureFrame, type IssueSdJwtDependencies, type IssueSdJwtInput, issueSdJwt } from './sd-jwt/issue.ts'
export { createKeyBindingJwt, KEY_BINDING_TYP } from './sd-jwt/key-binding.ts'
export { type ClaimPath, reconstructClaims } from './sd-jwt/reconstruct.ts'
export {
  type KeyBindingPolicy,
  type UnverifiedIssuerHint,
  type VerifiedSdJwt,
  type VerifySdJwtOptions,
  verifySdJwt,
} from './sd-jwt/verify.ts'
export { type TypeMetadata, TypeMetadataSchema } from './sd-jwt-vc/type-metadata.ts'
export {
  checkSdJwtVcClaims,
  NEVER_HIDDEN,
  SD_JWT_VC_DRAFT,
  SD_JWT_VC_TYP,
  type VerifiedSdJwtVc,
  type VerifySdJwtVcOptions,
  verifySdJwtVc,
} from './sd-jwt-vc/verify.ts'
export {
  createStatuses,
  type PackedStatuses,
  readStatus,
  STATUS,
  type StatusBits,
  statusCount,
  writeStatus,
} from './status-list/bits.ts'
export { readStatusReference, type StatusReference } from './status-list/reference.ts'
export {
  type SignStatusListInput,
  STATUS_LIST_DRAFT,
  STATUS_LIST_TYP,
  type StatusList,
  signStatusList,
  type VerifyStatusListOptions,
  verifyStatusList,
} from './status-list/token.ts'
export {
  type CitizenNumber,
  type CitizenNumberCategory,
  citizenNumberCategory,
  citizenNumberCheckDigit,
  formatCitizenNumber,
  parseCitizenNumber,
} from './thai/citizen-number.ts'
export { formatThaiDate } from './thai/format-thai-date.ts'
export {
  ageOn,
  formatBuddhistDigits,
  isPartialDate,
  type PartialDate,
  parseBuddhistDate,
  parseBuddhistExpiry,
  thaiDay,
} from './thai/thai-date.ts'
export { ThaiFormatError, type ThaiFormatErrorCode } from './thai/thai-format-error.ts'
export { ADDRESS_PARTS, type Address, type AddressPart } from './types/address.ts'
export {
  type BilingualText,
  type ClaimDefinition,
  type CredentialType,
  disclosureFrameOf,
  typeMetadataOf,
} from './types/credential-type.ts'
export { credentialTypes } from './types/credential-types.ts'
export { houseRegistration } from './types/house-registration.ts'
export { AGE_THRESHOLDS, LIFELONG, nationalIdCard } from './types/national-id-card.ts'
export { verifyJwtPresentation } from './w3c/verify-jwt-presentation.ts'
export { type VerifiedW3cCredential, verifyW3cSdJwt } from './w3c/verify-sd-jwt.ts'
