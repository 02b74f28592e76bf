import { type CalibrationProfile, type Cohort, parseCohort, parseProfile } from '@bai/face-match'
import { sha256 } from '@bai/face-match/node'
import { readText } from './read-input.ts'

/** @throws UsageError `file_unreadable`; FaceMatchError `profile_malformed` */
export async function readProfile(file: string): Promise<CalibrationProfile> {
  return parseProfile(await readText(file))
}

/** @throws UsageError `file_unreadable`; FaceMatchError `cohort_malformed` */
export async function readCohort(file: string): Promise<Cohort> {
  return parseCohort(await readText(file), sha256)
}
