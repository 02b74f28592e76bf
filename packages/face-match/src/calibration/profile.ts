import * as z from 'zod'
import { FaceMatchError } from '../errors.ts'

const score = z.number().min(-2).max(2)
const rate = z.number().min(0).max(1)
const count = z.int().min(0)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const operatingPoint = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
    /** At or above: the same person. */
    acceptAt: score,
    /** At or above, but below `acceptAt`: a person must look. */
    reviewAt: score,
  })
  .refine(({ acceptAt, reviewAt }) => reviewAt <= acceptAt, 'reviewAt must not be above acceptAt')

/** A rate that was counted, with its 95 % confidence interval. */
const measuredRate = z.strictObject({ errors: count, pairs: count, rate, low: rate, high: rate })

const errorRates = z.strictObject({
  operatingPoint: z.string(),
  /** Which pairs: a name of the measurement, such as `all` or `within-asian`. */
  group: z.string().min(1).max(60),
  /** Different people who were accepted. */
  falseMatch: measuredRate.optional(),
  /** The same person, not accepted. */
  falseNonMatch: measuredRate.optional(),
})

const scale = {
  operatingPoints: z.array(operatingPoint).min(1).max(20),
  /** Corners of the percent scale, rising; linear in between. */
  percentScale: z
    .array(z.strictObject({ score, percent: z.number().min(0).max(100) }))
    .min(2)
    .max(50)
    .refine(
      (corners) =>
        corners.every(
          (corner, i) => i === 0 || (corner.score > corners[i - 1]!.score && corner.percent >= corners[i - 1]!.percent),
        ),
      'corners must rise',
    ),
  errorRates: z.array(errorRates).max(500),
}

const profileSchema = z.strictObject({
  format: z.literal('bai-face-profile'),
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  /** A new measurement is a new revision, never a change of this one. */
  revision: z.int().min(1),
  /** The models it was measured with; a matcher refuses others. */
  modelHash: sha256,
  /** On which pictures, in words. */
  measuredOn: z.string().max(1000),
  /** The operating point that counts where none is asked for; both scales have it. */
  defaultOperatingPoint: z.string(),
  /** For scores as they are. */
  plain: z.strictObject(scale),
  /** For scores that were normalised against a cohort. */
  normalised: z
    .strictObject({
      ...scale,
      /** Of the cohort's file: normalised scores mean something with the cohort they were measured with. */
      cohort: sha256,
      /** How many of the most similar faces of the cohort count. */
      top: z.int().min(1).max(1000),
      /**
       * What a mean likeness must exceed to count. Whoever has few neighbours in the cohort may be of people whom it lacks;
       * without a floor their scores would rise against all others'.
       */
      floor: score,
      /** Part of what exceeds the floor that is taken off, for each of the two faces. */
      weight: z.number().min(0).max(1),
    })
    .optional(),
})

export type OperatingPoint = Readonly<z.infer<typeof operatingPoint>>
export type MeasuredRate = Readonly<z.infer<typeof measuredRate>>
export type ErrorRates = Readonly<z.infer<typeof errorRates>>

/** What the scores of one set of models mean: thresholds, a scale for people, and the errors that were counted. */
export type CalibrationProfile = Readonly<z.infer<typeof profileSchema>>
/** The part of a profile for plain or for normalised scores. */
export type ScoreScale = CalibrationProfile['plain']

/**
 * Reads a profile from a file.
 * @throws FaceMatchError `profile_malformed`
 */
export function parseProfile(json: string): CalibrationProfile {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw malformed('', 'must be JSON', cause)
  }
  const parsed = profileSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw malformed(issue?.path.join('.') ?? '', issue?.message ?? 'has another form')
  }
  const { plain, normalised, defaultOperatingPoint } = parsed.data
  for (const [name, { operatingPoints }] of Object.entries({ plain, ...(normalised && { normalised }) })) {
    if (!operatingPoints.some(({ id }) => id === defaultOperatingPoint)) {
      throw malformed(`${name}.operatingPoints`, 'must have the default operating point')
    }
  }
  return parsed.data
}

function malformed(field: string, what: string, cause?: unknown) {
  const message = `The calibration profile is malformed at "${field}": ${what}.`
  return new FaceMatchError('profile_malformed', message, { field }, { cause })
}
