import { FaceMatchError, type FaceMatchErrorCode } from '@bai/face-match'

/** What is no fault of a picture, and so nobody's to mend but ours. */
const FAULTS_OF_OURS: ReadonlySet<FaceMatchErrorCode> = new Set([
  'model_damaged',
  'profile_malformed',
  'profile_of_other_models',
  'cohort_malformed',
  'embedding_invalid',
  'matcher_busy',
  'matcher_interrupted',
])

/** Whether an error tells something of a picture; all others must not be taken for a picture that is no good. */
export function isPictureFault(error: unknown): error is FaceMatchError {
  return error instanceof FaceMatchError && !FAULTS_OF_OURS.has(error.code)
}
