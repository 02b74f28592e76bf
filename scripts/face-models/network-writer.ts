import {
  type NetworkInput,
  type NetworkSpec,
  type NetworkStep,
  type WeightRange,
  writeHalfFloats,
} from '@bai/face-match'

/** Collects the steps of a network by the names its source uses, and its weights in one file of 16-bit numbers. */
export class NetworkWriter {
  readonly #steps: NetworkStep[] = []
  readonly #weights: Float32Array[] = []
  readonly #valueByName = new Map<string, number>()
  #length = 0

  constructor(inputName: string) {
    this.#valueByName.set(inputName, 0)
  }

  /** Stores weights and returns where they are. */
  weights(data: Float32Array, shape: number[]): WeightRange {
    const range = { offset: this.#length, shape }
    if (shape.reduce((product, side) => product * side, 1) !== data.length) throw new Error('weights of another shape')
    this.#weights.push(data)
    this.#length += data.length
    return range
  }

  /** Adds a step whose result the source calls `name`. */
  step(name: string, step: NetworkStep): void {
    this.#steps.push(step)
    this.#valueByName.set(name, this.#steps.length)
  }

  /** The number of a value that an earlier step made. */
  value(name: string | undefined): number {
    const value = this.#valueByName.get(name ?? '')
    if (value === undefined) throw new Error(`the graph uses ${name} before it is made`)
    return value
  }

  /** The graph and its weights, ready to be written. */
  finish(input: NetworkInput, weightsFile: string, outputLength: number): { spec: NetworkSpec; weights: Buffer } {
    const spec = { format: 'bai-network', version: 2, input, outputLength, weightsFile, steps: this.#steps } as const
    return { spec, weights: Buffer.concat(this.#weights.map(writeHalfFloats)) }
  }
}
