// Where the package runs from its TypeScript source, a worker thread has to be taught to read it first.
import { register } from 'tsx/esm/api'

register()
const { beReady, describeInWorker } = await import('./describe-worker.ts')

export { beReady, describeInWorker }
