import { type CalibrationProfile, type Cohort, createJudge } from '@bai/face-match'
import type { FacePool } from '@bai/face-match/node'
import { measureRate } from './confidence-interval.ts'
import { describePictures, type PictureOutcome } from './describe-pictures.ts'
import type { ScoreSet } from './error-rates.ts'
import {
  groupScores,
  measureOperatingPoint,
  measureOverall,
  measureSubsets,
  measureWorstGroup,
} from './measure-errors.ts'
import type { FacePair } from './read-pairs.ts'
import {
  allImpostors,
  identifiedFaces,
  normalisationOf,
  type PairScorer,
  scoreByJudge,
  scoreByOthers,
  scorePairs,
} from './score-pairs.ts'

export type EvaluateOptions = {
  readonly folder: string
  readonly pool: FacePool
  readonly profile: CalibrationProfile
  readonly cohort?: Cohort | undefined
  /** Normalise by a cohort of up to so many other people of the set. */
  readonly othersAsCohort?: number | undefined
  readonly strict: boolean
  /** Also compare all pictures of different people with each other. */
  readonly allPairs: boolean
  readonly onProgress: (done: number, total: number) => void
}

export type Evaluation = {
  readonly report: ReturnType<typeof makeReport>
  /** For the plots. */
  readonly groups: ReadonlyMap<string, ScoreSet>
}

/** Measures the matcher on pairs of pictures: describes each picture once, scores each pair, counts errors. */
export async function evaluatePairs(pairs: readonly FacePair[], options: EvaluateOptions): Promise<Evaluation> {
  const outcomes = await describePictures(
    pairs.flatMap(({ a, b }) => [a, b]),
    options,
  )
  const scorer = chooseScorer(pairs, outcomes, options)
  const scored = scorePairs(options.allPairs ? [...pairs, ...allImpostors(pairs)] : pairs, outcomes, scorer)
  const groups = groupScores(scored)
  return { report: makeReport(pairs, outcomes, groups, options), groups }
}

function chooseScorer(
  pairs: readonly FacePair[],
  outcomes: ReadonlyMap<string, PictureOutcome>,
  { profile, cohort, othersAsCohort }: EvaluateOptions,
): PairScorer {
  if (othersAsCohort === undefined) return scoreByJudge(createJudge(profile, cohort))
  return scoreByOthers(identifiedFaces(pairs, outcomes), { ...normalisationOf(profile), size: othersAsCohort })
}

function makeReport(
  pairs: readonly FacePair[],
  outcomes: ReadonlyMap<string, PictureOutcome>,
  groups: ReadonlyMap<string, ScoreSet>,
  { profile, cohort, othersAsCohort, strict }: EvaluateOptions,
) {
  const scale = profile.normalised && cohort ? profile.normalised : profile.plain
  return {
    profile: `${profile.id}@${profile.revision}`,
    model_hash: profile.modelHash,
    normalisation: othersAsCohort !== undefined ? 'others' : cohort && profile.normalised ? 'cohort' : 'none',
    quality: strict ? 'as at enrolment' : 'not asked',
    pairs: pairs.length,
    images: outcomes.size,
    failures_to_enrol: countFailures(outcomes),
    overall: measureOverall(groups),
    subsets: measureSubsets(groups),
    worst_group: measureWorstGroup(groups),
    // A threshold means nothing for scores that were normalised by another cohort than the profile's.
    operating_points:
      othersAsCohort === undefined ? scale.operatingPoints.map((point) => measureOperatingPoint(point, groups)) : [],
  }
}

/** Pictures that gave no embedding, by the code of the reason. */
function countFailures(outcomes: ReadonlyMap<string, PictureOutcome>) {
  const reasons: Record<string, number> = {}
  for (const outcome of outcomes.values()) {
    if ('code' in outcome) reasons[outcome.code] = (reasons[outcome.code] ?? 0) + 1
  }
  const failures = Object.values(reasons).reduce((sum, count) => sum + count, 0)
  return { ...measureRate(failures, outcomes.size), reasons }
}
