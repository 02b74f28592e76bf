export type { HolderChoice } from './choose-claims.ts'
export { WalletError, type WalletErrorCode, type WalletErrors } from './errors.ts'
export { planOneScan } from './offline/plan-one-scan.ts'
export { preparePrinted } from './offline/prepare-printed.ts'
export type { VerifierIdentity } from './online/authenticate-request.ts'
export type { Registration } from './online/check-registration.ts'
export { type OpenedRequest, openOnlineRequest } from './online/open-online-request.ts'
export { type SentAnswer, sendAnswer, sendRefusal } from './online/send-answer.ts'
export type { CredentialStore, HolderKey, KeyStore, StoredCredential, WalletDependencies } from './ports.ts'
export {
  type AnswerableRequest,
  type PresentationPlan,
  planAnswer,
  planPresentation,
  presentCredentials,
} from './present-credentials.ts'
export { type ReceiveInput, receiveCredentials } from './receive-credentials.ts'
