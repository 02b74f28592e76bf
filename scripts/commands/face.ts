import { decodeImage, openFaceMatcher } from '@bai/face-match/node'
import { Command } from 'commander'
import { addLivenessCommands } from './face-liveness.ts'
import { type JsonOption, printResult } from './output.ts'
import { readBytes } from './read-input.ts'

export function faceCommand(): Command {
  const face = new Command('face').description('compare faces')
  face
    .command('compare <A> <B>')
    .description('compare the faces of two pictures; exit code 0 for a match, 1 for anything else')
    .option('--json', 'print one JSON document')
    .action(compare)
  addLivenessCommands(face)
  return face
}

async function compare(a: string, b: string, options: JsonOption): Promise<void> {
  const [first, second] = [await decodeImage(await readBytes(a)), await decodeImage(await readBytes(b))]
  const matcher = await openFaceMatcher()
  try {
    const match = await matcher.match(first, second)
    printResult(options, match, `${match.percent.toFixed(1)} %: ${match.decision} (${match.profile})`)
    process.exitCode = match.decision === 'match' ? 0 : 1
  } finally {
    await matcher.dispose()
  }
}
