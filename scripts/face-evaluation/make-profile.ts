import type { CalibrationProfile, ErrorRates, MeasuredRate, OperatingPoint, ScoreScale } from '@bai/face-match'
import { type ScoreSet, thresholdAt } from './error-rates.ts'
import { FALSE_MATCH_RATES, measureOperatingPoint } from './measure-errors.ts'

export type MakeProfileOptions = Pick<CalibrationProfile, 'id' | 'revision' | 'modelHash' | 'measuredOn'> & {
  readonly defaultOperatingPoint: string
  /** Points that somebody chose, beside the measured ones. */
  readonly chosenPoints: readonly OperatingPoint[]
  readonly plain: ReadonlyMap<string, ScoreSet>
  readonly normalised?: {
    readonly groups: ReadonlyMap<string, ScoreSet>
    readonly cohort: string
    readonly top: number
    readonly floor: number
    readonly weight: number
  }
}

/** Makes a profile of measured scores: an operating point for each false match rate that the pairs can show, and the errors there. */
export function makeProfile(options: MakeProfileOptions): CalibrationProfile {
  const { id, revision, modelHash, measuredOn, defaultOperatingPoint, chosenPoints, plain, normalised } = options
  return {
    format: 'bai-face-profile',
    version: 1,
    id,
    revision,
    modelHash,
    measuredOn,
    defaultOperatingPoint,
    plain: makeScale(plain, chosenPoints, defaultOperatingPoint),
    ...(normalised && {
      normalised: {
        cohort: normalised.cohort,
        top: normalised.top,
        floor: normalised.floor,
        weight: normalised.weight,
        ...makeScale(normalised.groups, [], defaultOperatingPoint),
      },
    }),
  }
}

function makeScale(
  groups: ReadonlyMap<string, ScoreSet>,
  chosen: readonly OperatingPoint[],
  defaultId: string,
): ScoreScale {
  const operatingPoints = [...measuredPoints(groups), ...chosen].map(roundPoint)
  const accept = operatingPoints.find(({ id }) => id === defaultId) ?? operatingPoints.at(-1)
  return {
    operatingPoints,
    percentScale: makePercentScale(groups, accept?.acceptAt ?? 1),
    errorRates: operatingPoints.flatMap((point) => errorRatesAt(point, groups)),
  }
}

/** For each rate: accepted where the worst group has it, and left to a person where the worst group has ten times it. */
function measuredPoints(groups: ReadonlyMap<string, ScoreSet>): readonly OperatingPoint[] {
  return FALSE_MATCH_RATES.flatMap((far) => {
    const acceptAt = worstThreshold(groups, far)
    if (acceptAt === undefined) return []
    return [
      {
        id: `fmr-1e-${-Math.round(Math.log10(far))}`,
        acceptAt,
        reviewAt: worstThreshold(groups, far * 10) ?? acceptAt,
      },
    ]
  })
}

/** The highest of the groups' thresholds, among those with enough impostors to show such a rate. */
function worstThreshold(groups: ReadonlyMap<string, ScoreSet>, far: number): number | undefined {
  const thresholds = [...groups.values()]
    .filter(({ impostor }) => impostor.length * far >= 1)
    .map(({ impostor }) => thresholdAt(impostor, far))
  return thresholds.length === 0 ? undefined : Math.max(...thresholds)
}

/** From different people's median, 0, over the measured rates to the same person's usual scores, near 100. */
function makePercentScale(groups: ReadonlyMap<string, ScoreSet>, acceptAt: number): ScoreScale['percentScale'] {
  const { genuine, impostor } = groups.get('all')!
  const quantile = (sorted: Float64Array, part: number) => sorted[Math.floor((sorted.length - 1) * part)]!
  const corners = [
    { score: quantile(impostor, 0.5), percent: 0 },
    { score: worstThreshold(groups, 1e-2), percent: 40 },
    { score: worstThreshold(groups, 1e-3), percent: 60 },
    { score: worstThreshold(groups, 1e-4), percent: 70 },
    { score: acceptAt, percent: 80 },
    { score: quantile(genuine, 0.5), percent: 95 },
    { score: quantile(genuine, 0.995), percent: 100 },
  ].flatMap(({ score, percent }) => (score === undefined ? [] : [{ score: round(score), percent }]))
  // Below 80 % nothing is accepted and from there everything, whatever the other corners say.
  const fitting = corners.filter(({ score, percent }) =>
    percent < 80 ? score < acceptAt : percent === 80 || score > acceptAt,
  )
  return fitting.filter(({ score }, i) => i === 0 || score > fitting[i - 1]!.score)
}

function errorRatesAt(point: OperatingPoint, groups: ReadonlyMap<string, ScoreSet>): readonly ErrorRates[] {
  const { false_match, false_non_match } = measureOperatingPoint(point, groups)
  return [...groups.keys()].map((group) => ({
    operatingPoint: point.id,
    group,
    ...(false_match[group] && { falseMatch: roundRate(false_match[group]) }),
    ...(false_non_match[group] && { falseNonMatch: roundRate(false_non_match[group]) }),
  }))
}

/** To six digits behind the point: a millionth is more than any of these sets can show. */
function roundRate({ errors, pairs, rate, low, high }: MeasuredRate): MeasuredRate {
  const six = (value: number) => Number(value.toFixed(6))
  return { errors, pairs, rate: six(rate), low: six(low), high: six(high) }
}

function roundPoint({ id, acceptAt, reviewAt }: OperatingPoint): OperatingPoint {
  return { id, acceptAt: round(acceptAt), reviewAt: round(reviewAt) }
}

/** Upwards to three digits: a rounded threshold must not let more through. */
function round(score: number): number {
  return Math.ceil(score * 1000) / 1000
}
