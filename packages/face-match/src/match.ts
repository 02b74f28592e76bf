import { alignFace, facePoints } from './align.ts'
import { checkProfile } from './calibration/check-profile.ts'
import type { Cohort } from './calibration/cohort.ts'
import { defaultProfile } from './calibration/default-profile.ts'
import { createJudge, type FaceMatch, type Judge } from './calibration/judge.ts'
import type { CalibrationProfile } from './calibration/profile.ts'
import { embedAligned, type FaceEmbedding } from './embed.ts'
import { type AnyFaceMatchError, FaceMatchError, type PicturePlace } from './errors.ts'
import { findFace } from './find-face.ts'
import { buildPyramid, checkRgbImage, type RgbImage } from './image.ts'
import { type FaceInspection, inspectFace } from './inspect-face.ts'
import { loadModels } from './load-models.ts'
import { computeModelHash, parseManifest, type ReadModelFile, type Sha256, verifiedReader } from './model.ts'
import { findStrengthProblem } from './quality/find-problems.ts'

/** A face, measured and described. */
export type DescribedFace = FaceInspection & { embedding: FaceEmbedding }

/** Compares faces one to one. Keeps nothing of the pictures. */
export interface FaceMatcher {
  /** SHA-256 over the set of models. */
  readonly modelHash: string
  /**
   * Finds the face of a picture and measures it, without recognising anybody: a quarter of the time of `describe`.
   * @throws FaceMatchError `image_unreadable`, `image_too_large`, `image_too_small`, `face_not_found`
   */
  inspect(image: RgbImage): Promise<FaceInspection>
  /**
   * Both the inspection and the embedding. Strictly: a picture that is not good enough for a decision is refused, before
   * the longer half of the work.
   * @throws FaceMatchError as `inspect`, `embedding_invalid`, and strictly the first of `problems`: `several_faces`,
   * `face_too_small`, `face_turned`, `face_tilted`, `face_too_dark`, `face_too_bright`, `face_too_flat`, `face_blurred`,
   * `eyes_closed`, `face_covered`, `face_unclear`
   */
  describe(image: RgbImage, options?: { strict?: boolean }): Promise<DescribedFace>
  /** The embedding of a picture that is good enough for a decision. @throws FaceMatchError as `describe`, strictly */
  embed(image: RgbImage): Promise<FaceEmbedding>
  /** Decides by the matcher's profile and, where it has one, its cohort. */
  readonly compare: Judge
  /** `embed` and `compare` for two pictures; an error says in `picture` which one it is about. @throws FaceMatchError as `embed` */
  match(first: RgbImage, second: RgbImage): Promise<FaceMatch>
  /** Frees the engine's memory; the matcher cannot be used afterwards. */
  dispose(): Promise<void>
}

/** The engine itself is TensorFlow.js's current backend: choose it before. */
export type FaceMatcherDependencies = {
  /** Text of `manifest.json`. */
  manifest: string
  readModelFile: ReadModelFile
  sha256: Sha256
  /** Called between the stages of about 20 ms each, so that others may run. By default nothing. */
  pause?: () => Promise<void>
  profile?: CalibrationProfile
  cohort?: Cohort
}

/**
 * Loads the models, checks them, and gives a matcher.
 * @throws FaceMatchError `model_damaged`, `profile_of_other_models`, `cohort_malformed`
 */
export async function createFaceMatcher(dependencies: FaceMatcherDependencies): Promise<FaceMatcher> {
  const { readModelFile, sha256, pause = async () => {}, profile = defaultProfile, cohort } = dependencies
  const compare = createJudge(profile, cohort)
  const manifest = parseManifest(dependencies.manifest)
  const modelHash = await computeModelHash(manifest, sha256)
  checkProfile(profile, modelHash)
  const models = await loadModels(verifiedReader(manifest, readModelFile, sha256))

  async function look(image: RgbImage) {
    checkRgbImage(image)
    const pyramid = buildPyramid(image)
    const face = await findFace(models, pyramid, pause)
    const aligned = alignFace(pyramid, facePoints(face.mesh))
    return { inspection: inspectFace(face, aligned), aligned }
  }

  async function describe(image: RgbImage, { strict = false } = {}): Promise<DescribedFace> {
    const { inspection, aligned } = await look(image)
    if (strict) refuse(inspection.problems[0])
    await pause()
    const embedding = await embedAligned(models.networks, aligned, pause)
    const unclear = findStrengthProblem(embedding.strength)
    if (strict) refuse(unclear)
    return { ...inspection, embedding, problems: [...inspection.problems, ...(unclear ? [unclear] : [])] }
  }

  const embed = async (image: RgbImage) => (await describe(image, { strict: true })).embedding

  return {
    modelHash,
    inspect: async (image) => (await look(image)).inspection,
    describe,
    embed,
    compare,
    async match(first, second) {
      const firstEmbedding = await embed(first).catch((error) => rethrowFor('first', error))
      const secondEmbedding = await embed(second).catch((error) => rethrowFor('second', error))
      return compare(firstEmbedding, secondEmbedding)
    },
    async dispose() {
      models.dispose()
    },
  }
}

function refuse(problem: AnyFaceMatchError | undefined): void {
  if (problem !== undefined) throw problem
}

/** Says which of two pictures an error is about. */
export function rethrowFor(picture: PicturePlace, error: unknown): never {
  if (!(error instanceof FaceMatchError)) throw error
  throw new FaceMatchError(error.code, `${picture} picture: ${error.message}`, error.details, { cause: error, picture })
}
