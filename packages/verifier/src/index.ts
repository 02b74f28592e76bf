export { compareNames, type NameComparison } from './boarding-pass/compare-names.ts'
export { type BoardingPass, parseBoardingPass } from './boarding-pass/parse-boarding-pass.ts'
export type { BundleStore, PartialBundle, StoredBundle } from './bundle-store.ts'
export { CHECK_CODES, type CheckCode } from './check-codes.ts'
export type { CertifiedIssuer, VouchedIssuer } from './collect-issuer.ts'
export { type CreateRequestDependencies, createRequest } from './create-request.ts'
export { VerifierError, type VerifierErrorCode, type VerifierErrors } from './errors.ts'
export { explainPolicy, type PolicyWord } from './explain-policy.ts'
export type { FaceHelp, FaceMatcher } from './face-matcher.ts'
export type { TrustedForDevelopment } from './find-issuer-keys.ts'
export { parsePolicy } from './parse-policy.ts'
export { type Policy, PolicySchema, PRESENTATION_MANNERS, type PresentationManner, policyJsonSchema } from './policy.ts'
export { type PrepareBundleDependencies, type PrepareBundleInput, prepareBundle } from './prepare-bundle.ts'
export { createReplayCache, type FirstUse } from './replay-cache.ts'
export { type RetainedRecord, retain } from './retain.ts'
export { type MadeRequest, type StandingRequest, standingRequest } from './standing-request.ts'
export {
  importBundle,
  type SyncBundleDependencies,
  type SyncBundleInput,
  type SyncedBundle,
  syncBundle,
} from './sync-bundle.ts'
export { parseTrustList, type TrustList } from './trust-list.ts'
export { type Check, type CheckOutcome, type SeenCredential, STAGES, type Stage, type Verdict } from './verdict.ts'
export { type VerificationContext, verifyPresentation } from './verify-presentation.ts'
