import { nodePlatform } from '@bai/credential/node'
import { createVectorRunner } from './create-vector-runner.ts'

/** Runs one case with Node's own cryptography. */
export const runVector = createVectorRunner(nodePlatform)
