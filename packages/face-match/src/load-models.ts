import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter'
import type { io } from '@tensorflow/tfjs-core'
import type { FaceDetector } from './detect.ts'
import { readHalfFloats } from './half-float.ts'
import type { ReadModelFile } from './model.ts'
import { createNetwork, type Network, type NetworkSpec } from './network.ts'

/** The five models, in the engine's memory. */
export interface FaceModels {
  detector: FaceDetector
  mesh: GraphModel
  networks: Record<'a' | 'b', Network>
  dispose(): void
}

/**
 * Loads all models with a reader that has checked them.
 * @throws FaceMatchError `model_damaged`
 */
export async function loadModels(read: ReadModelFile): Promise<FaceModels> {
  const detector = { near: await loadGraph(read, 'blazeface-front'), far: await loadGraph(read, 'blazeface-back') }
  const mesh = await loadGraph(read, 'facemesh')
  const networks = { a: await loadNetwork(read, 'embedding-a'), b: await loadNetwork(read, 'embedding-b') }
  return {
    detector,
    mesh,
    networks,
    dispose() {
      for (const model of [detector.near, detector.far, mesh, networks.a, networks.b]) model.dispose()
    },
  }
}

type GraphFile = {
  modelTopology: object
  weightsManifest: { paths: string[]; weights: io.WeightsManifestEntry[] }[]
}

async function loadGraph(read: ReadModelFile, name: string): Promise<GraphModel> {
  const { modelTopology, weightsManifest } = parseJson<GraphFile>(await read(`${name}.json`))
  const weights = await read(`${name}.bin`)
  return loadGraphModel({
    load: async () => ({
      format: 'graph-model',
      modelTopology,
      weightSpecs: weightsManifest.flatMap((group) => group.weights),
      weightData: new Uint8Array(weights).buffer,
    }),
  })
}

async function loadNetwork(read: ReadModelFile, name: string): Promise<Network> {
  const spec = parseJson<NetworkSpec>(await read(`${name}.json`))
  return createNetwork(spec, readHalfFloats(await read(spec.weightsFile)))
}

/** The file is one of ours and its hash was checked, so its form is not checked again. */
function parseJson<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T
}
