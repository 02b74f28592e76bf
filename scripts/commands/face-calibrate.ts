import { availableParallelism } from 'node:os'
import {
  type Cohort,
  cohortLikeness,
  compareEmbeddings,
  createJudge,
  defaultProfile,
  type OperatingPoint,
  parseProfile,
} from '@bai/face-match'
import { openFacePool } from '@bai/face-match/node'
import { Command, InvalidArgumentError } from 'commander'
import { lowerQuartile } from '../face-evaluation/cohort-of-others.ts'
import { describePictures, type PictureOutcome } from '../face-evaluation/describe-pictures.ts'
import type { ScoreSet } from '../face-evaluation/error-rates.ts'
import { makeProfile } from '../face-evaluation/make-profile.ts'
import { groupScores } from '../face-evaluation/measure-errors.ts'
import { type FacePair, readPairs, requireIdentities } from '../face-evaluation/read-pairs.ts'
import { allImpostors, scoreByJudge, scorePairs } from '../face-evaluation/score-pairs.ts'
import { type JsonOption, printResult } from './output.ts'
import { wholeNumber } from './parse-option.ts'
import { showProgress } from './progress-bar.ts'
import { readCohort } from './read-calibration.ts'
import { readText, writeOutput } from './read-input.ts'
import { UsageError } from './usage-error.ts'

type CalibrateOptions = JsonOption & {
  readonly pairs: string
  readonly images: string
  readonly cohort?: string
  readonly id: string
  readonly revision: number
  readonly measuredOn: string
  readonly default: string
  readonly point: readonly OperatingPoint[]
  readonly top: number
  readonly weight: number
  readonly allPairs?: boolean
  readonly workers?: number
  readonly out: string
}

const LEAST_IMPOSTORS = 100

export function faceCalibrateCommand(): Command {
  return new Command('calibrate')
    .description('make a calibration profile of measured pairs: thresholds, percent scale, error rates by group')
    .requiredOption('--pairs <FILE>', 'CSV with the columns a,b,same and, if known, id_a,id_b,subset')
    .requiredOption('--images <DIR>', 'folder that the paths in a and b start from')
    .option('--cohort <FILE>', 'normalise by this cohort; its people must not be in the pairs')
    .requiredOption('--id <NAME>', 'name of the profile')
    .option('--revision <N>', 'a new measurement is a new revision', wholeNumber(1, 100_000), 1)
    .requiredOption('--measured-on <TEXT>', 'which pictures these are, in words')
    .option('--point <ID:ACCEPT:REVIEW>', 'an operating point of your choice, as well; repeatable', chosenPoint, [])
    .option('--default <ID>', 'operating point that counts where none is asked for', 'fmr-1e-3')
    .option('--top <N>', 'nearest faces of the cohort that count', wholeNumber(1, 1000), 40)
    .option(
      '--weight <W>',
      'part of their mean likeness beyond the floor that is taken off, for each face',
      weight,
      0.5,
    )
    .option('--all-pairs', 'also compare all pictures of different people; needs id_a and id_b')
    .option('--workers <N>', 'worker threads; by default one for each core', wholeNumber(1, 64))
    .requiredOption('--out <FILE>', 'the profile')
    .option('--json', 'print one JSON document')
    .action(calibrate)
}

async function calibrate(options: CalibrateOptions): Promise<void> {
  const named = readPairs(await readText(options.pairs), options.pairs)
  if (options.allPairs) requireIdentities(named, '--all-pairs', options.pairs)
  const cohort = options.cohort === undefined ? undefined : await readCohort(options.cohort)
  await using pool = await openFacePool({ workers: options.workers ?? availableParallelism() })
  const progress = showProgress('pictures')
  const outcomes = await describePictures(
    named.flatMap(({ a, b }) => [a, b]),
    { folder: options.images, pool, strict: false, onProgress: progress.step },
  )
  progress.end()
  const pairs = options.allPairs ? [...named, ...allImpostors(named)] : named
  const normalised = cohort && normaliseBy(cohort, { top: options.top, weight: options.weight }, pairs, outcomes)
  const plain = groupScores(scorePairs(pairs, outcomes, (_pair, first, second) => compareEmbeddings(first, second)))
  checkEnough(plain.get('all'), options.pairs)
  const profile = makeProfile({
    id: options.id,
    revision: options.revision,
    modelHash: defaultProfile.modelHash,
    measuredOn: options.measuredOn,
    defaultOperatingPoint: options.default,
    chosenPoints: options.point,
    plain,
    ...(normalised && { normalised }),
  })
  const json = `${JSON.stringify(profile, null, 2)}\n`
  // What is written must be what can be read.
  parseProfile(json)
  await writeOutput(options.out, json)
  const points = (profile.normalised ?? profile.plain).operatingPoints
  const document = { file: options.out, profile: `${profile.id}@${profile.revision}`, operating_points: points }
  const lines = points.map(
    ({ id, acceptAt, reviewAt }) => `  ${id}: accepted from ${acceptAt}, a person from ${reviewAt}`,
  )
  printResult(options, document, [`Profile in ${options.out}.`, ...lines].join('\n'))
}

/** Of a hundred different pairs one may be accepted at the most lenient point: with fewer there is nothing to set. */
function checkEnough(all: ScoreSet | undefined, file: string): void {
  if (all !== undefined && all.genuine.length > 0 && all.impostor.length >= LEAST_IMPOSTORS) return
  const message = `${file} needs pairs of the same person, and ${LEAST_IMPOSTORS} or more of different people (or --all-pairs).`
  throw new UsageError('file_malformed', file, message)
}

/** Scores normalised by a cohort, with the floor that the cohort's own faces set: a quarter of them do not exceed it. */
function normaliseBy(
  cohort: Cohort,
  { top, weight: part }: { readonly top: number; readonly weight: number },
  pairs: readonly FacePair[],
  outcomes: ReadonlyMap<string, PictureOutcome>,
) {
  const { plain, defaultOperatingPoint } = defaultProfile
  const samePersonFrom = plain.operatingPoints.find(({ id }) => id === defaultOperatingPoint)?.acceptAt ?? 1
  const floor = lowerQuartile(cohort.faces.map((face) => cohortLikeness(cohort, face, { top, samePersonFrom })))
  const rounded = Math.round(floor * 1000) / 1000
  const normalisation = { top, floor: rounded, weight: part, cohort: cohort.sha256 }
  const judge = createJudge({ ...defaultProfile, normalised: { ...plain, ...normalisation } }, cohort)
  return { ...normalisation, groups: groupScores(scorePairs(pairs, outcomes, scoreByJudge(judge))) }
}

function chosenPoint(text: string, previous: readonly OperatingPoint[]): readonly OperatingPoint[] {
  const [id = '', accept, review] = text.split(':')
  const [acceptAt, reviewAt] = [Number(accept), Number(review ?? accept)]
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(id) && acceptAt >= reviewAt) return [...previous, { id, acceptAt, reviewAt }]
  throw new InvalidArgumentError('Expected a name and two scores, as cautious:0.53:0.446.')
}

function weight(text: string): number {
  const value = Number(text)
  if (value >= 0 && value <= 1) return value
  throw new InvalidArgumentError('Expected a number from 0 to 1.')
}
