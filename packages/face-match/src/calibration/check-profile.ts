import { FaceMatchError } from '../errors.ts'
import type { CalibrationProfile } from './profile.ts'

/**
 * A calibration holds for the models it was measured with, and for no others.
 * @throws FaceMatchError `profile_of_other_models`
 */
export function checkProfile({ id, modelHash }: CalibrationProfile, hashOfModels: string): void {
  if (modelHash === hashOfModels) return
  const message = `Profile ${id} was measured with other models than these; install the package again, or take its profile.`
  throw new FaceMatchError('profile_of_other_models', message, { profile: id })
}
