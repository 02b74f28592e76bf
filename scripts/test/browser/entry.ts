import { webPlatform } from '@bai/credential/browser'
import { verifyPresentation } from '@bai/verifier'
import { createVectorRunner } from '../../vectors/create-vector-runner.ts'

// What a page of the tests calls: the same code as in Node, with the browser's own cryptography.
Object.assign(globalThis, { runVector: createVectorRunner(webPlatform), verifyPresentation })
