// An issuer as a process of its own, whose faces are as simple as those of the tests: for what is not about faces.
import { openIssuer } from '@bai/issuer/node'
import { framesThatName, sameBytes } from '../../packages/issuer/test/support/start-test-issuer.ts'
import { reportFault } from '../../scripts/commands/report-fault.ts'
import { stopRequested } from '../../scripts/commands/wait-for-stop.ts'

const [dataFolder = '', port = '0'] = process.argv.slice(2)
const issuer = await openIssuer({
  dataFolder,
  port: Number(port),
  databaseUrl: process.env['DATABASE_URL'],
  development: true,
  // In doubt about everybody but the very same picture.
  compareFaces: async (portrait, selfie) => {
    const comparison = await sameBytes(portrait, selfie)
    return comparison.decision === 'match' ? comparison : { ...comparison, decision: 'review' }
  },
  liveness: framesThatName,
  configuration: { maxCopies: 1000, statusPublicationSeconds: 1, refillsPerDay: 100 },
  report: reportFault,
})
const stop = stopRequested()
process.stdout.write(`${JSON.stringify({ url: issuer.url, operator_token: issuer.operatorToken })}\n`)
await stop
await issuer[Symbol.asyncDispose]()
