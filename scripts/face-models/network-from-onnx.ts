import type { NetworkSpec } from '@bai/face-match'
import { NetworkWriter } from './network-writer.ts'
import { type OnnxGraph, type OnnxNode, readOnnx } from './read-onnx.ts'

/**
 * Turns `fr_feature.onnx` (Conv, PRelu, Add and one last Reshape) into a network for plain tfjs operations: filters go
 * from ONNX's order (out, in, height, width) to that of tfjs, and each PRelu into the convolution before it.
 */
export function networkFromOnnx(file: Uint8Array, weightsFile: string): { spec: NetworkSpec; weights: Buffer } {
  const graph = readOnnx(file)
  const writer = new NetworkWriter(graph.inputs[0] ?? '')
  for (const node of graph.nodes) {
    switch (node.operator) {
      case 'Conv':
        addConvolution(writer, graph, node)
        break
      case 'Add':
        writer.step(node.outputs[0] ?? '', {
          op: 'add',
          from: [writer.value(node.inputs[0]), writer.value(node.inputs[1])],
        })
        break
      case 'PRelu':
      case 'Reshape':
        break // the first is in its convolution, the second only flattens 1 × 1 × 512
      default:
        throw new Error(`operation ${node.operator} is not expected in this model`)
    }
  }
  return writer.finish({ side: 112, channelOrder: 'bgr', mean: 127.5, deviation: 128 }, weightsFile, 512)
}

function addConvolution(writer: NetworkWriter, graph: OnnxGraph, node: OnnxNode): void {
  const [input, filterName, biasName] = node.inputs
  const filter = tensorOf(graph, filterName)
  const bias = tensorOf(graph, biasName)
  const [outputs = 0, inputs = 0, height = 0, width = 0] = filter.shape
  const groups = node.attributes.get('group')?.[0] ?? 1
  if (groups !== 1 && (groups !== outputs || inputs !== 1)) throw new Error('only plain and depthwise convolutions')
  const pads = node.attributes.get('pads') ?? [0, 0, 0, 0]
  const padding = pads[0] ?? 0
  if (pads.some((pad) => pad !== padding)) throw new Error('only even padding')
  const users = graph.nodes.filter((other) => other.inputs.includes(node.outputs[0] ?? ''))
  const activation = users.length === 1 && users[0]?.operator === 'PRelu' ? users[0] : undefined

  const data = new Float32Array(filter.data.length)
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let k = 0; k < height * width; k++) {
        data[(k * inputs + i) * outputs + o] = filter.data[(o * inputs + i) * height * width + k] ?? Number.NaN
      }
    }
  }
  writer.step((activation ?? node).outputs[0] ?? '', {
    op: groups === 1 ? 'convolution' : 'depthwise',
    from: writer.value(input),
    stride: node.attributes.get('strides')?.[0] ?? 1,
    padding,
    filter: writer.weights(data, groups === 1 ? [height, width, inputs, outputs] : [height, width, outputs, 1]),
    bias: writer.weights(bias.data, [outputs]),
    ...(activation && { slope: writer.weights(tensorOf(graph, activation.inputs[1]).data, [outputs]) }),
  })
}

function tensorOf(graph: OnnxGraph, name: string | undefined) {
  const tensor = graph.tensors.get(name ?? '')
  if (tensor === undefined) throw new Error(`weights ${name} are missing`)
  return tensor
}
