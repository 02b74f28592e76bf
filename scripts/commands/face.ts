import { Command } from 'commander'
import { type JsonOption, printResult } from './output.ts'
import { readBytes } from './read-input.ts'
import { verifyWithService } from './verify-with-service.ts'

export function faceCommand(): Command {
  const face = new Command('face').description('compare faces')
  face
    .command('compare <A> <B>')
    .description('compare the faces of two pictures; exit code 0 for a match, 1 for anything else')
    .option('--json', 'print one JSON document')
    .action(compare)
  face
    .command('verify <IMAGE>')
    .description("ask the issuer whether a picture shows a citizen, with an agency's key; exit code 0 for a match")
    .requiredOption('--citizen <N>', 'identification number, with or without dashes')
    .requiredOption('--url <URL>', 'address of the issuer')
    .requiredOption('--key-file <FILE>', 'file with the key of the agency; - is standard input')
    .requiredOption('--purpose <CODE>', 'what for, as account_opening; it goes into the audit log')
    .requiredOption('--consent <REF>', 'where the consent of the person is kept; it goes into the audit log')
    .option('--json', 'print one JSON document')
    .action(verifyWithService)
  return face
}

async function compare(a: string, b: string, options: JsonOption): Promise<void> {
  // Loaded by whoever compares: `verify` only calls an issuer.
  const { decodeImage, openFaceMatcher } = await import('@bai/face-match/node')
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
