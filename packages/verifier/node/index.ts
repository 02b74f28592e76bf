export {
  type OpenedVerifier,
  openVerifier,
  type PreparedBundle,
  type PrepareInput,
  type VerifyInput,
} from './open-verifier.ts'
