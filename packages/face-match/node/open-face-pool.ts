import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { checkProfile } from '../src/calibration/check-profile.ts'
import {
  type CalibrationProfile,
  type Cohort,
  createJudge,
  defaultProfile,
  type FaceMatch,
  FaceMatchError,
  type Judge,
  type LivenessResult,
  rethrowFor,
} from '../src/index.ts'
import {
  type DescribeAnswer,
  type DescribedPicture,
  type DescribeJob,
  fromPlainError,
  readAnswer,
} from './describe-job.ts'
import type { EngineName } from './engine.ts'
import { type FilmOfFiles, handOver, type LivenessAnswer } from './liveness-job.ts'
import { checkModelFiles } from './model-files.ts'
import { takeTurns } from './take-turns.ts'

export type FacePoolOptions = {
  /** Worker threads, each with models of its own: some 250 MB and one core. By default one for each core but one. */
  workers?: number
  /** Pictures that may wait. One more is refused: a queue that grows helps nobody. */
  queueLimit?: number
  /** After this a picture is given up and its worker replaced. */
  timeoutMilliseconds?: number
  /** The same for a film. */
  filmTimeoutMilliseconds?: number
  profile?: CalibrationProfile
  cohort?: Cohort
}

/** Describes and compares pictures in worker threads, so that a server stays free for others. */
export interface FacePool extends AsyncDisposable {
  readonly workers: number
  /** Of the workers: the native library where it loads, else WASM. */
  readonly engine: EngineName
  /**
   * Describes the face of a JPEG, PNG or WebP file. Strictly: a picture that is not good enough is refused; else it says
   * what is wrong with it.
   * @throws FaceMatchError `matcher_busy`, `matcher_interrupted`, those of `decodeImage` and of `FaceMatcher.embed`
   */
  describe(file: Uint8Array, options?: { strict?: boolean }): Promise<DescribedPicture>
  /** Compares what was described. @throws FaceMatchError `embedding_invalid` */
  readonly compare: Judge
  /**
   * Compares two files, strictly; an error says in `picture` which one it is about.
   * @throws FaceMatchError as `describe`
   */
  match(first: Uint8Array, second: Uint8Array): Promise<FaceMatch>
  /**
   * Checks a film in a worker, strictly for the selfie; all workers but one may have films at the same time. What a film or its sender did wrong is in the result.
   * @throws FaceMatchError as `describe`, about the selfie
   */
  liveness(film: FilmOfFiles): Promise<LivenessResult>
  /** Pictures and films that wait or are being worked on. */
  readonly load: number
  /** The worker threads, for whoever watches over them. */
  readonly threads: readonly Worker[]
}

const defaults = { queueLimit: 16, timeoutMilliseconds: 20_000, filmTimeoutMilliseconds: 60_000 }
/** About what one picture takes: when it is worth trying again. */
const retryAfterSeconds = 1

/**
 * Starts the workers and waits until all of them are ready.
 * @throws FaceMatchError `model_damaged`, `profile_of_other_models`, `cohort_malformed`
 */
export async function openFacePool(options: FacePoolOptions = {}): Promise<FacePool> {
  const { queueLimit, timeoutMilliseconds, filmTimeoutMilliseconds } = { ...defaults, ...options }
  const workers = options.workers ?? Math.max(1, availableParallelism() - 1)
  const profile = options.profile ?? defaultProfile
  const compare = createJudge(profile, options.cohort)
  // A worker that cannot load would only say that it ended; this says which file is damaged.
  checkProfile(profile, await checkModelFiles())
  const threads = new Piscina({
    filename: workerFile(),
    name: 'describeInWorker',
    minThreads: workers,
    maxThreads: workers,
    maxQueue: queueLimit + workers,
    idleTimeout: Number.POSITIVE_INFINITY,
  })
  // A film takes seconds: what is quick must not wait behind several.
  const oneOfFewFilms = takeTurns(Math.max(1, workers - 1))
  let load = 0

  async function run<T>(work: () => Promise<T>): Promise<T> {
    if (load >= workers + queueLimit) throw busy()
    load++
    try {
      return await work()
    } catch (error) {
      throw interrupted(error)
    } finally {
      load--
    }
  }

  async function describe(file: Uint8Array, { strict = true } = {}): Promise<DescribedPicture> {
    const job: DescribeJob = { file, strict }
    const options = () => ({ signal: AbortSignal.timeout(timeoutMilliseconds) })
    return readAnswer(await run<DescribeAnswer>(() => threads.run(job, options())))
  }

  async function liveness(film: FilmOfFiles): Promise<LivenessResult> {
    const check = () => {
      const { job, transfer } = handOver(film)
      const signal = AbortSignal.timeout(filmTimeoutMilliseconds)
      return threads.run(job, { name: 'checkLivenessInWorker', transferList: transfer, signal })
    }
    const answer = await run<LivenessAnswer>(() => oneOfFewFilms(check))
    if ('refused' in answer) throw fromPlainError(answer.refused)
    return answer.result
  }

  // The first work waits for the models; whoever opens the pool should wait for that, and not the first caller.
  const ready = Array.from({ length: workers }, () => threads.run(undefined, { name: 'beReady' }))
  const [engine] = (await Promise.all(ready)) as [EngineName]
  return {
    workers,
    engine,
    describe,
    liveness,
    compare,
    async match(first, second) {
      // Both are waited for, so that nothing of a refused pair goes on behind its caller's back.
      const [one, other] = await Promise.allSettled([describe(first), describe(second)])
      if (one.status === 'rejected') return rethrowFor('first', one.reason)
      if (other.status === 'rejected') return rethrowFor('second', other.reason)
      return compare(one.value.embedding, other.value.embedding)
    },
    get load() {
      return load
    },
    get threads() {
      return threads.threads
    },
    [Symbol.asyncDispose]: () => threads.destroy(),
  }
}

function busy() {
  const message = `Too many pictures are waiting; try again in ${retryAfterSeconds} second.`
  return new FaceMatchError('matcher_busy', message, { retryAfterSeconds })
}

/** Time ran out, or the worker ended: the pool has started another. */
function interrupted(cause: unknown) {
  return new FaceMatchError(
    'matcher_interrupted',
    'The work on this picture was interrupted; try again.',
    {},
    { cause },
  )
}

/** The worker's file: JavaScript in a build, and in the source a way to the TypeScript. */
function workerFile(): string {
  const inSource = import.meta.url.endsWith('.ts')
  return new URL(inSource ? './face-worker-in-source.mjs' : './face-worker.js', import.meta.url).href
}
