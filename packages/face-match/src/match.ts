import { alignFace, facePoints } from './align.ts'
import {
  type CalibrationProfile,
  decide,
  defaultProfile,
  type FaceDecision,
  type OperatingPoint,
  toPercent,
} from './calibration.ts'
import { compareEmbeddings } from './compare.ts'
import { embedAligned, type FaceEmbedding } from './embed.ts'
import { type AnyFaceMatchError, FaceMatchError, type PicturePlace } from './errors.ts'
import { findFace } from './find-face.ts'
import { buildPyramid, checkRgbImage, type RgbImage } from './image.ts'
import { type FaceInspection, inspectFace } from './inspect-face.ts'
import { loadModels } from './load-models.ts'
import { computeModelHash, parseManifest, type ReadModelFile, type Sha256, verifiedReader } from './model.ts'
import { findStrengthProblem } from './quality/find-problems.ts'

/** The answer to "is this the same person?", with what it rests on. */
export type FaceMatch = {
  /** −1…1 */
  score: number
  /** 0…100, a scale for people and not a probability. */
  percent: number
  decision: FaceDecision
  operatingPoint: OperatingPoint
  /** `id@version` of the calibration. */
  profile: string
  modelHash: string
}

/** A face, measured and described. */
export type DescribedFace = FaceInspection & { embedding: FaceEmbedding }

/** Compares faces one to one. Keeps nothing of the pictures. */
export interface FaceMatcher {
  /** SHA-256 over the set of models. */
  readonly modelHash: string
  /**
   * Finds the face of a picture and measures it, without recognising anybody: a third of the time of `describe`.
   * @throws FaceMatchError `image_unreadable`, `image_too_large`, `image_too_small`, `face_not_found`
   */
  inspect(image: RgbImage): Promise<FaceInspection>
  /**
   * Both the inspection and the embedding, whatever the quality of the picture.
   * @throws FaceMatchError as `inspect`, and `embedding_invalid`
   */
  describe(image: RgbImage): Promise<DescribedFace>
  /**
   * Finds the one face of a picture and describes it; refuses a picture that is not good enough for a decision.
   * @throws FaceMatchError `image_unreadable`, `image_too_large`, `image_too_small`, `face_not_found`,
   * `several_faces`, `face_too_small`, `face_turned`, `face_tilted`, `face_too_dark`, `face_too_bright`,
   * `face_too_flat`, `face_blurred`, `eyes_closed`, `face_covered`, `face_unclear`, `embedding_invalid`
   */
  embed(image: RgbImage): Promise<FaceEmbedding>
  /** @throws FaceMatchError `embedding_invalid` */
  compare(first: FaceEmbedding, second: FaceEmbedding): FaceMatch
  /** Both steps for two pictures; an error says in `picture` which one it is about. @throws FaceMatchError as `embed` */
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
  /** Called between the stages of about 20–50 ms each, so that others may run. By default nothing. */
  pause?: () => Promise<void>
  profile?: CalibrationProfile
}

/**
 * Loads the models, checks them, and gives a matcher.
 * @throws FaceMatchError `model_damaged`, also if the profile was measured with other models
 */
export async function createFaceMatcher(dependencies: FaceMatcherDependencies): Promise<FaceMatcher> {
  const { readModelFile, sha256, pause = async () => {}, profile = defaultProfile } = dependencies
  const manifest = parseManifest(dependencies.manifest)
  const modelHash = await computeModelHash(manifest, sha256)
  if (modelHash !== profile.modelHash) {
    throw new FaceMatchError(
      'model_damaged',
      `the models are not those that profile ${profile.id} was measured with; install the package again`,
      { file: 'manifest.json' },
    )
  }
  const models = await loadModels(verifiedReader(manifest, readModelFile, sha256))

  async function look(image: RgbImage) {
    checkRgbImage(image)
    const pyramid = buildPyramid(image)
    const face = await findFace(models, pyramid, pause)
    const aligned = alignFace(pyramid, facePoints(face.mesh))
    return { inspection: inspectFace(face, aligned), aligned }
  }

  async function describe(image: RgbImage): Promise<DescribedFace> {
    const { inspection, aligned } = await look(image)
    await pause()
    return { ...inspection, embedding: await embedAligned(models.networks, aligned, pause) }
  }

  async function embed(image: RgbImage): Promise<FaceEmbedding> {
    const { inspection, aligned } = await look(image)
    refuse(inspection.problems[0])
    await pause()
    const embedding = await embedAligned(models.networks, aligned, pause)
    refuse(findStrengthProblem(embedding.strength))
    return embedding
  }

  function compare(first: FaceEmbedding, second: FaceEmbedding): FaceMatch {
    return judge(profile, compareEmbeddings(first, second))
  }

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

function judge(profile: CalibrationProfile, score: number): FaceMatch {
  return {
    score,
    percent: toPercent(profile, score),
    decision: decide(profile, score),
    operatingPoint: profile.operatingPoint,
    profile: `${profile.id}@${profile.version}`,
    modelHash: profile.modelHash,
  }
}

function rethrowFor(picture: PicturePlace, error: unknown): never {
  if (!(error instanceof FaceMatchError)) throw error
  throw new FaceMatchError(error.code, `${picture} picture: ${error.message}`, error.details, { cause: error, picture })
}
