import { dispose, type Tensor, zeros } from '@tensorflow/tfjs-core'
import { alignFace, facePoints } from '../src/align.ts'
import { detectFaces } from '../src/detect.ts'
import { embedAligned } from '../src/embed.ts'
import { findFace } from '../src/find-face.ts'
import { buildPyramid, type RgbImage } from '../src/image.ts'
import { createFaceMatcher, type DescribedFace } from '../src/index.ts'
import { inspectFace } from '../src/inspect-face.ts'
import { loadModels } from '../src/load-models.ts'
import { findMesh } from '../src/mesh.ts'
import { parseManifest, verifiedReader } from '../src/model.ts'
import { startEngine } from './engine.ts'
import { openModelFiles } from './model-files.ts'

/** The stages of the pipeline one by one, for measuring how long each takes. */
export interface Stages {
  /** The whole, from pixels. */
  describe(image: RgbImage): Promise<DescribedFace>
  /** Runs the stages on a picture once, so that each can be run again alone. */
  prepare(image: RgbImage): Promise<PreparedStages>
  dispose(): void
}

export type PreparedStages = {
  /** Only the networks, on input that is ready: detector for near faces, mesh twice, both embeddings twice. */
  forwardPasses: () => Promise<void>
  halve: () => unknown
  detect: () => Promise<unknown>
  mesh: () => Promise<unknown>
  inspect: () => unknown
  embed: () => Promise<unknown>
}

const noPause = async () => {}

export async function openStages(): Promise<Stages> {
  await startEngine()
  const files = await openModelFiles()
  const matcher = await createFaceMatcher(files)
  const models = await loadModels(verifiedReader(parseManifest(files.manifest), files.readModelFile, files.sha256))
  return {
    describe: (image) => matcher.describe(image),
    async prepare(image) {
      const pyramid = buildPyramid(image)
      const face = await findFace(models, pyramid, noPause)
      const aligned = alignFace(pyramid, facePoints(face.mesh))
      const detectorInput = zeros([1, 128, 128, 3])
      const meshInput = zeros([1, 192, 192, 3])
      return {
        async forwardPasses() {
          await execute(models.detector.near.execute(detectorInput))
          for (let pass = 0; pass < 2; pass++) {
            await execute(models.mesh.execute(meshInput))
            await models.networks.a.run(aligned)
            await models.networks.b.run(aligned)
          }
        },
        halve: () => buildPyramid(image),
        detect: () => detectFaces(models.detector, pyramid),
        mesh: () => findMesh(models.mesh, pyramid, face.box, noPause),
        inspect: () => inspectFace(face, alignFace(pyramid, facePoints(face.mesh))),
        embed: () => embedAligned(models.networks, aligned, noPause),
      }
    },
    dispose: () => models.dispose(),
  }
}

/** Waits for the results, as whoever uses them does. */
async function execute(outputs: Tensor | Tensor[]): Promise<void> {
  const tensors = Array.isArray(outputs) ? outputs : [outputs]
  await Promise.all(tensors.map((tensor) => tensor.data()))
  dispose(tensors)
}
