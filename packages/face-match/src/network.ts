import {
  add,
  dispose,
  fused,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core'

/** Where a tensor lies in the weight file: `offset` in values of 16 bits from the start. */
export type WeightRange = { offset: number; shape: number[] }

/** How a network wants its picture: (value − mean) / deviation, in this order of channels. */
export type NetworkInput = { side: number; channelOrder: 'rgb' | 'bgr'; mean: number; deviation: number }

/** Values are numbered: 0 is the picture, n the result of step n (from 1). The last step gives the embedding. */
export type NetworkStep =
  | {
      op: 'convolution' | 'depthwise'
      from: number
      stride: number
      /** In pixels, the same on all sides, or as TensorFlow's SAME. */
      padding: number | 'same'
      filter: WeightRange
      bias: WeightRange
      /** Slopes of a PReLU after the convolution. */
      slope?: WeightRange
    }
  | { op: 'add'; from: [number, number] }

/** A convolutional network as `scripts/build-face-models.ts` writes it. */
export type NetworkSpec = {
  format: 'bai-network'
  version: 2
  input: NetworkInput
  outputLength: number
  weightsFile: string
  steps: NetworkStep[]
}

/** A network with its weights in the engine's memory. */
export interface Network {
  /** Runs the network on RGB values 0…255 of `side * side * 3` length and returns its raw output. */
  run(pixels: Float32Array): Promise<Float32Array>
  dispose(): void
}

/** Loads weights into the engine; the result must be disposed of. */
export function createNetwork(spec: NetworkSpec, weights: Float32Array): Network {
  const kept: Tensor[] = []
  const load = (range: WeightRange, shape: number[] = range.shape): Tensor => {
    const length = range.shape.reduce((product, side) => product * side, 1)
    const loaded = tensor(weights.slice(range.offset, range.offset + length), shape)
    kept.push(loaded)
    return loaded
  }
  const steps = spec.steps.map((step) => prepareStep(step, load))

  function runSteps(pixels: Float32Array): Tensor {
    const { side } = spec.input
    const values: Tensor4D[] = [tensor4d(toInput(pixels, spec.input), [1, side, side, 3])]
    for (const step of steps) values.push(step(values))
    return reshape(values.at(-1)!, [spec.outputLength])
  }

  return {
    async run(pixels) {
      const output = tidy(() => runSteps(pixels))
      const values = (await output.data()) as Float32Array
      output.dispose()
      return values
    },
    dispose: () => dispose(kept),
  }
}

function prepareStep(
  step: NetworkStep,
  load: (range: WeightRange, shape?: number[]) => Tensor,
): (values: readonly Tensor4D[]) => Tensor4D {
  if (step.op === 'add') return (values) => add(values[step.from[0]]!, values[step.from[1]]!)
  const filter = load(step.filter) as Tensor4D
  const bias = load(step.bias) as Tensor1D
  const slope = step.slope && { preluActivationWeights: load(step.slope, [1, 1, ...step.slope.shape]) }
  const convolve = step.op === 'convolution' ? fused.conv2d : fused.depthwiseConv2d
  return (values) =>
    convolve({
      x: values[step.from]!,
      filter,
      strides: step.stride,
      pad: step.padding === 0 ? 'valid' : step.padding,
      ...(typeof step.padding === 'number' && step.padding > 0 && { dimRoundingMode: 'floor' as const }),
      bias,
      activation: slope ? 'prelu' : 'linear',
      ...slope,
    })
}

function toInput(pixels: Float32Array, { channelOrder, mean, deviation }: NetworkInput): Float32Array {
  const input = new Float32Array(pixels.length)
  for (let i = 0; i < pixels.length; i += 3) {
    for (let c = 0; c < 3; c++) {
      input[i + c] = (pixels[i + (channelOrder === 'rgb' ? c : 2 - c)]! - mean) / deviation
    }
  }
  return input
}
