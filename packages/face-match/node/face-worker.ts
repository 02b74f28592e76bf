import sharp from 'sharp'
import { FaceMatchError } from '../src/index.ts'
import { decodeImage } from './decode-image.ts'
import { type DescribeAnswer, type DescribeJob, toPlainError } from './describe-job.ts'
import { type EngineName, startEngine } from './engine.ts'
import { checkFilm, type FilmOfFiles, type LivenessAnswer } from './liveness-job.ts'
import { openFaceMatcher } from './open-face-matcher.ts'

// One picture, one core: the other cores have workers of their own.
sharp.concurrency(1)
// Loaded before the first job arrives: a worker that is ready answers at once.
const matcher = await openFaceMatcher()

/** One film, which takes some seconds. */
export function checkLivenessInWorker(film: FilmOfFiles): Promise<LivenessAnswer> {
  return checkFilm(matcher, film)
}

/** One picture: decode, find, describe. The picture is gone when it returns. */
export async function describeInWorker({ file, strict }: DescribeJob): Promise<DescribeAnswer> {
  try {
    const image = await decodeImage(file)
    const { mesh: _mesh, problems, ...described } = await matcher.describe(image, { strict })
    return { picture: { ...described, problems: problems.map(toPlainError) } }
  } catch (error) {
    if (error instanceof FaceMatchError) return { refused: toPlainError(error) }
    throw error
  }
}

/** Answers when the models are loaded. @returns the engine they run on */
export async function beReady(): Promise<EngineName> {
  return (await startEngine()).engine
}
