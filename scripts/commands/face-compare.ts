import { openFacePool } from '@bai/face-match/node'
import { Command } from 'commander'
import { type JsonOption, printResult } from './output.ts'
import { readCohort, readProfile } from './read-calibration.ts'
import { readBytes } from './read-input.ts'

type CompareOptions = JsonOption & { readonly profile?: string; readonly cohort?: string }

export function faceCompareCommand(): Command {
  return new Command('compare')
    .argument('<A>')
    .argument('<B>')
    .description('compare the faces of two pictures; exit code 0 for a match, 1 for anything else')
    .option('--profile <FILE>', 'calibration profile; by default the shipped one')
    .option('--cohort <FILE>', "the profile's cohort")
    .option('--json', 'print one JSON document')
    .action(compare)
}

async function compare(a: string, b: string, options: CompareOptions): Promise<void> {
  const [first, second] = [await readBytes(a), await readBytes(b)]
  const profile = options.profile === undefined ? undefined : await readProfile(options.profile)
  const cohort = options.cohort === undefined ? undefined : await readCohort(options.cohort)
  await using pool = await openFacePool({ workers: 1, ...(profile && { profile }), ...(cohort && { cohort }) })
  const match = await pool.match(first, second)
  const missing = match.normalisation === 'cohort_missing' ? '; not normalised: no --cohort was given' : ''
  printResult(options, match, `${match.percent.toFixed(1)} %: ${match.decision} (${match.profile}${missing})`)
  process.exitCode = match.decision === 'match' ? 0 : 1
}
