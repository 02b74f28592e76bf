export type { RegisteredClient, WalletProvider } from './authorization-ports.ts'
export { defaultConfiguration, type IssuerConfiguration } from './configuration.ts'
export { createFaceVerificationStores } from './create-face-verification-stores.ts'
export { type AgencyInput, type CreateIssuerInput, createIssuer } from './create-issuer.ts'
export { createPictureSeal } from './create-picture-seal.ts'
export { createRequestEncryption } from './create-request-encryption.ts'
export { createSecrets, deriveKey } from './create-secrets.ts'
export { findBrokenAuditLink } from './database/audit-log.ts'
export { type Database, type OpenDatabaseOptions, openDatabase } from './database/open-database.ts'
export { probeDatabase } from './database/probe-database.ts'
export { sweepExpired } from './database/sweep-expired.ts'
export { checkRecordFields } from './derivation/check-record-fields.ts'
export { createRecordKey, type RecordKey } from './derivation/create-record-key.ts'
export { csvAgencyRecords, type LoadedAgencyRecords } from './derivation/csv-agency-records.ts'
export type { Derivation } from './derivation/derivation.ts'
export { derivationJsonSchema } from './derivation/derivation-schema.ts'
export { derivedCatalogue } from './derivation/derived-catalogue.ts'
export { type DerivationWord, explainDerivation } from './derivation/explain-derivation.ts'
export { httpAgencyRecords } from './derivation/http-agency-records.ts'
export { type ParsedDerivation, parseDerivation } from './derivation/parse-derivation.ts'
export type {
  AgencyRecords,
  DeskDecision,
  DeskRequest,
  OpenSourceStatuses,
  PresentedCredential,
  SourceReference,
  SourceStatus,
  SourceStatuses,
} from './derivation-ports.ts'
export { type AnyIssuerError, IssuerError, type IssuerErrorCode, type IssuerErrors } from './errors.ts'
export {
  AGENCY_SCOPES,
  type AgencyKey,
  type AgencyKeyStore,
  type AgencyScope,
  type CheckLiveness,
  type CompareFaces,
  type FaceComparison,
  type FaceMetrics,
  type FaceVerificationDependencies,
  type IdempotencyStore,
  type Liveness,
  type LivenessChallenge,
  type LivenessFilm,
  type LivenessOutcome,
  type PortraitLookup,
  type PortraitSource,
  type RequestCounts,
  type Timer,
} from './face-ports.ts'
export { createProblemHandler } from './http/problem.ts'
export { faceVerificationRoutes } from './http/routes/face-verification.ts'
export { createFaceMetrics } from './metrics/face-metrics.ts'
export { type OpenCascadingPublisherInput, openCascadingPublisher } from './open-cascading-publisher.ts'
export { type OpenLinkageRegisterInput, openLinkageRegister } from './open-linkage-register.ts'
export { type OpenStatusPublisherInput, openStatusPublisher } from './open-status-publisher.ts'
export type { EndedRequest, Readiness, ReportFault, ReportNote, RequestLog } from './operation-ports.ts'
export type { CredentialSigner, Secrets, ShrinkPortrait } from './ports.ts'
export {
  type ApplyLifeEventsDependencies,
  applyLifeEvents,
  type LifeEventCounts,
} from './registry/apply-life-events.ts'
export { type HouseLine, houseLineSchema } from './registry/house-record.ts'
export {
  type ImportCounts,
  type ImportProgress,
  type ImportRegisterDependencies,
  importRegister,
} from './registry/import-register.ts'
export { type PersonLine, personLineSchema } from './registry/person-record.ts'
export { samplePortraits } from './registry/sample-portraits.ts'
export type { StatusPublicationState, StatusPublisher } from './status-ports.ts'
export { type CreateAgencyKeyInput, createAgencyKey } from './use-cases/create-agency-key.ts'
export { createReadiness, type ReadinessDependencies } from './use-cases/create-readiness.ts'
export { type OpenCredentialSignerInput, openCredentialSigner } from './veramo/open-credential-signer.ts'
