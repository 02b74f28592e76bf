// Where the package runs from its TypeScript source, a worker thread has to be taught to read it first.
import { register } from 'tsx/esm/api'

register()
const { beReady, checkLivenessInWorker, describeInWorker } = await import('./face-worker.ts')

export { beReady, checkLivenessInWorker, describeInWorker }
