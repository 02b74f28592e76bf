import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { nodePlatform } from '@bai/credential/node'
import { verifyPresentation } from '@bai/verifier'
import { bundleOf, NOW, POLICY, presentationOf, requestOf } from '../../packages/verifier/test/support/gate.ts'
import { hostileInputs } from '../../packages/verifier/test/support/hostile-inputs.ts'
import { againstMilliseconds, type Measured, measureInTurns } from './measure.ts'

const TARGET_MILLISECONDS = 50
/** Runs over all inputs between two looks at the memory. */
const REPEATS = 50

/** What is made to cost time or memory, each as large as is read at all, against a good presentation. */
export async function benchHostile(): Promise<Measured> {
  const context = { request: requestOf(), bundle: await bundleOf(), policy: POLICY, now: NOW }
  const good = { card: [await presentationOf()] }
  const inputs = Object.entries(await hostileInputs())
  const verify = (answer: unknown) => verifyPresentation(answer, context, nodePlatform)
  const rows = await measureInTurns(
    [
      { name: 'a good presentation', run: () => verify(good) },
      ...inputs.map(([name, answer]) => ({ name, run: () => verify(answer) })),
    ],
    30,
  )
  const slowest = rows.slice(1).reduce((one, other) => (other.microseconds > one.microseconds ? other : one))
  const before = bytesInUse()
  for (let i = 0; i < REPEATS; i++) for (const [, answer] of inputs) await verify(answer)
  const growth = bytesInUse() - before
  const measured = againstMilliseconds(
    'hostile',
    'a good presentation',
    [rows[0]!, slowest, ...rows.slice(1)],
    TARGET_MILLISECONDS,
  )
  return { ...measured, figures: { memory_growth_kilobytes: growth / 1000, answers_between: REPEATS * inputs.length } }
}

setFlagsFromString('--expose_gc')
const collectGarbage = runInNewContext('gc') as () => void

function bytesInUse(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
