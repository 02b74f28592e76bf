import { describeFault } from '@bai/issuer/node'
import { printProgress } from './output.ts'

/** Tells of a fault inside, for people who watch a story or a measurement: kind, code and where, as the log does. */
export function reportFault(error: unknown): void {
  const { name, code, stack } = describeFault(error)
  printProgress(
    [`fault: ${name}${code === undefined ? '' : ` ${code}`}`, ...stack.map((frame) => `    ${frame}`)].join('\n'),
  )
}
