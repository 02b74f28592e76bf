import { compareEmbeddings } from '../compare.ts'
import type { FaceEmbedding } from '../embed.ts'
import { FaceMatchError } from '../errors.ts'
import { type Cohort, cohortLikeness } from './cohort.ts'
import type { CalibrationProfile, OperatingPoint, ScoreScale } from './profile.ts'
import { decide, type FaceDecision, toPercent } from './read-score.ts'

/** The answer to "is this the same person?", with what it rests on. */
export type FaceMatch = {
  /** −1…1 or a little beyond. Normalised, it is lower for faces that are like many others. */
  score: number
  /** 0…100, a scale for people and not a probability. */
  percent: number
  decision: FaceDecision
  operatingPoint: OperatingPoint
  /** `id@revision` of the calibration. */
  profile: string
  /**
   * `cohort`: the score was normalised. `none`: the profile knows plain scores only. `cohort_missing`: the profile would
   * normalise, its cohort was not given, and the plain part of the profile was used.
   */
  normalisation: 'cohort' | 'none' | 'cohort_missing'
  modelHash: string
}

/**
 * Compares two described faces.
 * @throws FaceMatchError `embedding_invalid`; TypeError for an operating point that the profile does not have
 */
export type Judge = (first: FaceEmbedding, second: FaceEmbedding, options?: { operatingPoint?: string }) => FaceMatch

/**
 * Makes a judge of a profile and, if it wants one, its cohort.
 * @throws FaceMatchError `cohort_malformed` for a cohort of other models or not the profile's own
 */
export function createJudge(profile: CalibrationProfile, cohort?: Cohort): Judge {
  const { normalised, plain } = profile
  if (cohort !== undefined) checkCohort(profile, cohort)
  const score = createScore(profile, cohort)
  const scale: ScoreScale = normalised && cohort ? normalised : plain
  const normalisation = normalised === undefined ? 'none' : cohort === undefined ? 'cohort_missing' : 'cohort'
  return (first, second, { operatingPoint: id = profile.defaultOperatingPoint } = {}) => {
    const operatingPoint = scale.operatingPoints.find((point) => point.id === id)
    if (operatingPoint === undefined) throw new TypeError(`profile ${profile.id} has no operating point ${id}`)
    const value = score(first, second)
    return {
      score: value,
      percent: toPercent(scale, value),
      decision: decide(operatingPoint, value),
      operatingPoint,
      profile: `${profile.id}@${profile.revision}`,
      normalisation,
      modelHash: profile.modelHash,
    }
  }
}

function createScore({ normalised, plain, defaultOperatingPoint }: CalibrationProfile, cohort: Cohort | undefined) {
  if (normalised === undefined || cohort === undefined) return compareEmbeddings
  const { top, floor, weight } = normalised
  const samePersonFrom = plain.operatingPoints.find(({ id }) => id === defaultOperatingPoint)?.acceptAt ?? 1
  const excess = (face: FaceEmbedding) => Math.max(0, cohortLikeness(cohort, face, { top, samePersonFrom }) - floor)
  return (first: FaceEmbedding, second: FaceEmbedding) =>
    compareEmbeddings(first, second) - weight * (excess(first) + excess(second))
}

function checkCohort({ normalised, modelHash, id }: CalibrationProfile, cohort: Cohort): void {
  const wrong = (field: string, what: string) => new FaceMatchError('cohort_malformed', what, { field })
  if (cohort.modelHash !== modelHash)
    throw wrong('modelHash', `The cohort was made with other models than profile ${id}.`)
  if (normalised !== undefined && cohort.sha256 !== normalised.cohort) {
    throw wrong('sha256', `The cohort is not the one that profile ${id} was measured with.`)
  }
}
