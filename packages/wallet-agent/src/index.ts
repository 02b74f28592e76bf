export { type Answered, agree, planFor } from './answer/agree.ts'
export { type AskedRequest, type Asker, openAddress, openCode } from './answer/asked-request.ts'
export { decline } from './answer/decline.ts'
export { type OneScan, prepareOneScan, showOneScan } from './answer/show-one-scan.ts'
export { type Backup, BackupSchema, type ListedCredential } from './backup/backup.ts'
export { MAX_BACKUP_LENGTH } from './backup/backup-file.ts'
export type { BackupCryptography } from './backup/backup-key.ts'
export { checkPassphrase, type PassphraseFault } from './backup/check-passphrase.ts'
export { exportBackup } from './backup/export-backup.ts'
export { openBackup } from './backup/open-backup.ts'
export { restoreLog } from './backup/restore-log.ts'
export { type HolderChoice, type HouseholdRow, householdRows } from './choose-claims.ts'
export { type AskedClaim, askedClaims } from './choose-optional.ts'
export {
  beginEnrolment,
  type Challenge,
  type Enrolment,
  type EnrolmentConsent,
  type EnrolmentOutcome,
  type EnrolmentPurpose,
  fetchConsent,
  renewChallenge,
  sendPictures,
} from './enrol/enrolment.ts'
export { WalletError, type WalletErrorCode, type WalletErrors } from './errors.ts'
export {
  HISTORY_KINDS,
  type HistoryEntry,
  HistoryEntrySchema,
  type HistoryKind,
  type Party,
} from './history/history-entry.ts'
export type { HistoryStore } from './history/history-store.ts'
export { type KeptReceipt, readReceipt } from './history/read-receipt.ts'
export { type LoggedWallet, record } from './history/record.ts'
export { recordFollowUp } from './history/record-follow-up.ts'
export { recordReceived } from './history/record-received.ts'
export { searchHistory } from './history/search-history.ts'
export { type Copy, type Deferral, type Holding, nextCopy, type RefreshGrant, unusedCopies } from './holding.ts'
export { issuerParty } from './issuer-party.ts'
export { planOneScan } from './offline/plan-one-scan.ts'
export { preparePrinted } from './offline/prepare-printed.ts'
export { printOnPaper } from './offline/print-on-paper.ts'
export type { VerifierIdentity } from './online/authenticate-request.ts'
export type { Registration } from './online/check-registration.ts'
export { type OpenedRequest, openOnlineRequest } from './online/open-online-request.ts'
export { type SentAnswer, sendAnswer, sendRefusal } from './online/send-answer.ts'
export { type OpenedOffer, openOffer } from './open-offer.ts'
export type { CredentialStore, HolderKey, KeyStore, WalletAttestation, WalletDependencies } from './ports.ts'
export {
  type AnswerableRequest,
  type PresentationPlan,
  planAnswer,
  planPresentation,
  presentCredentials,
} from './present-credentials.ts'
export { readClaims } from './read-claims.ts'
export { fetchDeferred } from './receive/fetch-deferred.ts'
export { finishAuthorization } from './receive/finish-authorization.ts'
export { collectGranted, type GrantedAccess, GrantedAccessSchema } from './receive/granted-access.ts'
export { type PendingAuthorization, PendingAuthorizationSchema } from './receive/pending-authorization.ts'
export { type ReceiveInput, receiveCredentials } from './receive/receive-credentials.ts'
export { type RefillOptions, refill } from './receive/refill.ts'
export {
  type AuthorizationInput,
  type StartedAuthorization,
  startAuthorization,
} from './receive/start-authorization.ts'
export { revokeHolding } from './revoke-holding.ts'
export { type Standing, standingOf } from './standing.ts'
export { HoldingSchema } from './state/holding-record.ts'
export { beginSignIn, finishSignIn, issuerOfSignIn } from './waiting/sign-in.ts'
export {
  forgetOffer,
  listWaitingOffers,
  receiveKept,
  receiveWaiting,
  type WaitingOffer,
} from './waiting/waiting-offer.ts'
export type { WaitingStore, WaitingWallet } from './waiting/waiting-store.ts'
export { type WalletConfig, type WalletConfigInput, WalletConfigSchema } from './wallet-config.ts'
