import { setImmediate } from 'node:timers/promises'
import { createFaceMatcher, type FaceMatcher, type FaceMatcherDependencies } from '../src/index.ts'
import { startEngine } from './engine.ts'
import { openModelFiles } from './model-files.ts'

/**
 * Opens a matcher in this thread, with the shipped models on the best engine of this machine. Takes about half a second;
 * open it once and share it. A server should open a pool instead.
 * @throws FaceMatchError `model_damaged`, `cohort_malformed`
 */
export async function openFaceMatcher(
  options: Pick<FaceMatcherDependencies, 'profile' | 'cohort'> = {},
): Promise<FaceMatcher> {
  await startEngine()
  return createFaceMatcher({ ...(await openModelFiles()), ...options, pause: () => setImmediate() })
}
