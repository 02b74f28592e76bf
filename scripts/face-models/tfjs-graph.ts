import { writeHalfFloats } from '@bai/face-match'

/** A node of a tfjs graph model, as far as the build needs it. */
export type TfjsNode = {
  name: string
  op: string
  input?: string[]
  attr: {
    fused_ops?: { list: { s: string[] } }
    strides?: { list: { i: string[] } }
    padding?: { s: string }
  }
}
export type TfjsWeight = {
  name: string
  shape: number[]
  dtype: string
  quantization?: { dtype: string; original_dtype?: string }
}
export type TfjsGraphModel = {
  modelTopology: { node: TfjsNode[] }
  weightsManifest: { paths: string[]; weights: TfjsWeight[] }[]
}

/** Splits an unquantised weight file into float32 arrays by name; other types are skipped over. */
export function readTfjsWeights(
  model: TfjsGraphModel,
  file: Uint8Array,
): Map<string, { shape: number[]; data: Float32Array }> {
  const weights = new Map<string, { shape: number[]; data: Float32Array }>()
  let offset = 0
  for (const weight of model.weightsManifest.flatMap((group) => group.weights)) {
    if (weight.quantization) throw new Error(`weight ${weight.name} is quantised`)
    const bytes = weight.shape.reduce((product, side) => product * side, 1) * 4
    if (weight.dtype === 'float32') {
      const aligned = new Uint8Array(file.subarray(offset, offset + bytes))
      weights.set(weight.name, { shape: weight.shape, data: new Float32Array(aligned.buffer, 0, bytes / 4) })
    }
    offset += bytes
  }
  if (offset !== file.length) throw new Error('the weight file is longer or shorter than its list says')
  return weights
}

/** Stores the 32-bit weights of a graph model as numbers of 16 bits, as tfjs reads them; others stay as they are. */
export function halveTfjsWeights(
  model: TfjsGraphModel,
  file: Uint8Array,
): { model: TfjsGraphModel; weights: Uint8Array } {
  const parts: Uint8Array[] = []
  let offset = 0
  const weightsManifest = model.weightsManifest.map((group) => ({
    ...group,
    weights: group.weights.map((weight) => {
      const bytes = weight.shape.reduce((product, side) => product * side, 1) * (weight.quantization ? 2 : 4)
      const stored = new Uint8Array(file.subarray(offset, offset + bytes))
      offset += bytes
      if (weight.quantization || weight.dtype !== 'float32') {
        parts.push(stored)
        return weight
      }
      parts.push(writeHalfFloats(new Float32Array(stored.buffer)))
      return { ...weight, quantization: { dtype: 'float16', original_dtype: 'float32' } }
    }),
  }))
  if (offset !== file.length) throw new Error('the weight file is longer or shorter than its list says')
  return { model: { ...model, weightsManifest }, weights: Buffer.concat(parts) }
}
