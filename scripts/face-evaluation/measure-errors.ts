import type { MeasuredRate, OperatingPoint } from '@bai/face-match'
import { measureRate } from './confidence-interval.ts'
import {
  bestAccuracy,
  countBelow,
  countFrom,
  equalErrorRate,
  type ScoreSet,
  thresholdAt,
  toScoreSet,
} from './error-rates.ts'
import type { ScoredPair } from './score-pairs.ts'

/** False match rates at which the false non-match rate is told. */
export const FALSE_MATCH_RATES = [1e-2, 1e-3, 1e-4] as const

export type AtFalseMatchRate = {
  readonly far: number
  /** With fewer impostors than one over the rate, just above the highest of them. */
  readonly threshold?: number
  readonly frr?: MeasuredRate
}

export type SubsetErrors = {
  readonly subset: string
  readonly genuine: number
  readonly impostor: number
  /** Its own impostors set the threshold; the same people of the whole set, or of the subset if it has some, are counted. */
  readonly frr_at_far?: readonly AtFalseMatchRate[]
  /** For subsets without impostors: its false non-matches at the thresholds of the whole set. */
  readonly frr_at_overall_far?: readonly AtFalseMatchRate[]
}

/** At the threshold where the subset with the most false matches has this rate. */
export type WorstGroup = AtFalseMatchRate & {
  readonly group?: string
  /** False match rate of each subset at that threshold. */
  readonly groups?: Readonly<Record<string, MeasuredRate>>
}

export type OperatingPointErrors = OperatingPoint & {
  readonly false_match: Readonly<Record<string, MeasuredRate>>
  readonly false_non_match: Readonly<Record<string, MeasuredRate>>
}

const ALL = 'all'

/** The scores of the whole set and of each subset. */
export function groupScores(scored: readonly ScoredPair[]): ReadonlyMap<string, ScoreSet> {
  const subsets = [ALL, ...new Set(scored.map(({ pair }) => pair.subset))]
  return new Map(
    subsets.map((subset) => {
      const members = scored.filter(({ pair }) => subset === ALL || pair.subset === subset)
      const scores = (same: boolean) => members.filter(({ pair }) => pair.same === same).map(({ score }) => score)
      return [subset, toScoreSet({ genuine: scores(true), impostor: scores(false) })] as const
    }),
  )
}

/** Equal error rate, best accuracy, and false non-matches at given false match rates, of the whole set. */
export function measureOverall(groups: ReadonlyMap<string, ScoreSet>) {
  const all = groups.get(ALL)!
  if (all.genuine.length === 0 || all.impostor.length === 0) return undefined
  const { rate, threshold } = equalErrorRate(all)
  const best = bestAccuracy(all)
  return {
    genuine: all.genuine.length,
    impostor: all.impostor.length,
    eer: rate,
    eer_threshold: threshold,
    best_accuracy: best.accuracy,
    best_threshold: best.threshold,
    frr_at_far: FALSE_MATCH_RATES.map((far) => atRate(far, all.impostor, all.genuine)),
  }
}

export function measureSubsets(groups: ReadonlyMap<string, ScoreSet>): readonly SubsetErrors[] {
  const all = groups.get(ALL)!
  return [...groups]
    .filter(([subset]) => subset !== ALL)
    .map(([subset, { genuine, impostor }]) => {
      const counted = genuine.length > 0 ? genuine : all.genuine
      const counts = { subset, genuine: genuine.length, impostor: impostor.length }
      if (impostor.length > 0)
        return { ...counts, frr_at_far: FALSE_MATCH_RATES.map((far) => atRate(far, impostor, counted)) }
      return { ...counts, frr_at_overall_far: FALSE_MATCH_RATES.map((far) => atRate(far, all.impostor, counted)) }
    })
}

export function measureWorstGroup(groups: ReadonlyMap<string, ScoreSet>): readonly WorstGroup[] {
  const all = groups.get(ALL)!
  const subsets = [...groups].filter(([subset, { impostor }]) => subset !== ALL && impostor.length > 0)
  return FALSE_MATCH_RATES.map((far) => {
    const seen = subsets.filter(([, { impostor }]) => impostor.length * far >= 1)
    if (seen.length === 0) return { far }
    const thresholds = seen.map(([group, { impostor }]) => ({ group, threshold: thresholdAt(impostor, far) }))
    const { group, threshold } = thresholds.reduce((worst, one) => (one.threshold > worst.threshold ? one : worst))
    return {
      far,
      group,
      threshold,
      frr: measureRate(countBelow(all.genuine, threshold), all.genuine.length),
      groups: falseMatches(subsets, threshold),
    }
  })
}

/** What each subset errs at the thresholds of a profile. */
export function measureOperatingPoint(
  point: OperatingPoint,
  groups: ReadonlyMap<string, ScoreSet>,
): OperatingPointErrors {
  const entries = [...groups]
  const withGenuine = entries.filter(([, { genuine }]) => genuine.length > 0)
  return {
    ...point,
    false_match: falseMatches(
      entries.filter(([, { impostor }]) => impostor.length > 0),
      point.acceptAt,
    ),
    false_non_match: Object.fromEntries(
      withGenuine.map(([subset, { genuine }]) => [
        subset,
        measureRate(countBelow(genuine, point.acceptAt), genuine.length),
      ]),
    ),
  }
}

function falseMatches(entries: readonly (readonly [string, ScoreSet])[], threshold: number) {
  return Object.fromEntries(
    entries.map(([subset, { impostor }]) => [subset, measureRate(countFrom(impostor, threshold), impostor.length)]),
  )
}

/** Both sets rising. */
function atRate(far: number, impostor: Float64Array, genuine: Float64Array): AtFalseMatchRate {
  if (impostor.length === 0) return { far }
  const threshold = thresholdAt(impostor, far)
  return { far, threshold, frr: measureRate(countBelow(genuine, threshold), genuine.length) }
}
