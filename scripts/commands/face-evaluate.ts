import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defaultProfile } from '@bai/face-match'
import { openFacePool } from '@bai/face-match/node'
import { Command } from 'commander'
import { describeReport } from '../face-evaluation/describe-report.ts'
import { detPlot } from '../face-evaluation/det-plot.ts'
import { evaluatePairs } from '../face-evaluation/evaluate-pairs.ts'
import { readPairs, requireIdentities } from '../face-evaluation/read-pairs.ts'
import { scoreHistogram } from '../face-evaluation/score-histogram.ts'
import { type JsonOption, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { showProgress } from './progress-bar.ts'
import { readCohort, readProfile } from './read-calibration.ts'
import { readText, writeOutput } from './read-input.ts'

type EvaluateOptions = JsonOption & {
  readonly pairs: string
  readonly images: string
  readonly profile?: string
  readonly cohort?: string
  readonly othersAsCohort?: number
  readonly allPairs?: boolean
  readonly strict?: boolean
  readonly workers?: number
  readonly out?: string
}

export function faceEvaluateCommand(): Command {
  return new Command('evaluate')
    .description('measure the matcher on pairs of pictures: failures to enrol, error rates with confidence, plots')
    .requiredOption('--pairs <FILE>', 'CSV with the columns a,b,same and, if known, id_a,id_b,subset')
    .requiredOption('--images <DIR>', 'folder that the paths in a and b start from')
    .option('--profile <FILE>', 'calibration profile; by default the shipped one')
    .option('--cohort <FILE>', "the profile's cohort; without it scores are not normalised")
    .option(
      '--others-as-cohort <N>',
      'normalise by up to N other people of the pairs; needs id_a and id_b',
      wholeNumber(20, 5000),
    )
    .option('--all-pairs', 'also compare all pictures of different people; needs id_a and id_b')
    .option('--strict', 'refuse the pictures that enrolment refuses')
    .option('--workers <N>', 'worker threads; by default one for each core', wholeNumber(1, 64))
    .option('--out <DIR>', 'write report.json, det.svg and scores.svg there; nothing is written elsewhere')
    .option('--json', 'print one JSON document')
    .action(evaluate)
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const pairs = readPairs(await readText(options.pairs), options.pairs)
  if (options.allPairs) requireIdentities(pairs, '--all-pairs', options.pairs)
  if (options.othersAsCohort !== undefined) requireIdentities(pairs, '--others-as-cohort', options.pairs)
  const profile = options.profile === undefined ? defaultProfile : await readProfile(options.profile)
  const cohort = options.cohort === undefined ? undefined : await readCohort(options.cohort)
  await using pool = await openFacePool({ workers: options.workers ?? availableParallelism() })
  const progress = showProgress('pictures')
  const { report, groups } = await evaluatePairs(pairs, {
    folder: options.images,
    pool,
    profile,
    cohort,
    othersAsCohort: options.othersAsCohort,
    strict: options.strict ?? false,
    allPairs: options.allPairs ?? false,
    onProgress: progress.step,
  })
  progress.end()
  const document = { ...report, engine: pool.engine }
  if (options.out !== undefined) {
    await mkdir(options.out, { recursive: true })
    await writeOutput(join(options.out, 'report.json'), `${JSON.stringify(document, null, 2)}\n`)
    await writeOutput(join(options.out, 'det.svg'), detPlot(groups))
    await writeOutput(join(options.out, 'scores.svg'), scoreHistogram(groups))
  }
  printResult(options, document, describeReport({ report }))
}
