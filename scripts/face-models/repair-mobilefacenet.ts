import type { NetworkSpec } from '@bai/face-match'
import { NetworkWriter } from './network-writer.ts'
import { readTfjsWeights, type TfjsGraphModel, type TfjsNode } from './tfjs-graph.ts'

/**
 * Turns the package's `mobilefacenet` into a network and repairs what its conversion broke. PReLU was written out as
 * `relu(x) + m · (x − |x|)`, where the slope is 2·m because x − |x| is 2·x below zero. Two faults came in:
 * 16 depthwise convolutions got that Relu fused, so their negative half never reaches the PReLU; and every m has
 * the wrong sign. So each Relu/Abs/Sub/Mul/Add group becomes one PReLU with slope −2·m, and Relu is dropped from
 * `fused_ops`. Without this every two faces look alike (cosine about 1).
 */
export function repairMobilefacenet(
  model: TfjsGraphModel,
  weightFile: Uint8Array,
  weightsFile: string,
): { spec: NetworkSpec; weights: Buffer } {
  const nodes = new Map(model.modelTopology.node.map((node) => [node.name, node]))
  const weights = readTfjsWeights(model, weightFile)
  const slopes = findSlopes(nodes)
  const writer = new NetworkWriter('img_inputs')

  for (const node of nodes.values()) {
    if (node.op === '_FusedConv2D' || node.op === 'FusedDepthwiseConv2dNative') {
      const [input, filterName, biasName] = node.input ?? []
      const slope = slopes.get(node.name)
      const filter = weightOf(filterName)
      // The result is used under the name of the Add that ended the PReLU, if there was one.
      writer.step(slope?.resultName ?? node.name, {
        op: node.op === '_FusedConv2D' ? 'convolution' : 'depthwise',
        from: writer.value(input),
        stride: Number(node.attr.strides?.list.i[1] ?? 1),
        padding: decode(node.attr.padding?.s ?? '') === 'SAME' ? 'same' : 0,
        filter: writer.weights(filter.data, filter.shape),
        bias: writer.weights(weightOf(biasName).data, weightOf(biasName).shape),
        ...(slope && {
          slope: writer.weights(
            weightOf(slope.weightName).data.map((m) => -2 * m),
            weightOf(slope.weightName).shape,
          ),
        }),
      })
      checkActivation(node, slope !== undefined)
    } else if (node.op === 'Add' && !isPreluEnd(node, nodes)) {
      writer.step(node.name, { op: 'add', from: [writer.value(node.input?.[0]), writer.value(node.input?.[1])] })
    }
  }
  // What follows the last convolution in the source (Squeeze and the L2 norm) is done by whoever runs the network.
  return writer.finish({ side: 112, channelOrder: 'rgb', mean: 127.5, deviation: 128 }, weightsFile, 192)

  function weightOf(name: string | undefined) {
    const weight = weights.get(name ?? '')
    if (weight === undefined) throw new Error(`weights ${name} are missing`)
    return weight
  }
}

/** For each convolution with a written-out PReLU: the name of its m weights and of the Add at the end. */
function findSlopes(nodes: Map<string, TfjsNode>): Map<string, { weightName: string; resultName: string }> {
  const slopes = new Map<string, { weightName: string; resultName: string }>()
  for (const end of nodes.values()) {
    if (!isPreluEnd(end, nodes)) continue
    const product = inputsOf(end, nodes).find(isSlopeProduct)
    const difference = product && inputsOf(product, nodes).find((node) => node.op === 'Sub')
    const weightName = product?.input?.find((name) => nodes.get(name)?.op === 'Const')
    const convolution = difference && inputsOf(difference, nodes).find((node) => node.op !== 'Abs')
    if (!weightName || !convolution)
      throw new Error(`the PReLU that ends in ${end.name} has another form than expected`)
    slopes.set(convolution.name, { weightName, resultName: end.name })
  }
  if (slopes.size !== 33) throw new Error(`expected 33 written-out PReLUs, found ${slopes.size}`)
  return slopes
}

function isPreluEnd(node: TfjsNode, nodes: Map<string, TfjsNode>): boolean {
  return node.op === 'Add' && inputsOf(node, nodes).some(isSlopeProduct)
}

function isSlopeProduct(node: TfjsNode): boolean {
  return node.op === 'Mul' && node.name.endsWith('/mul_1')
}

function inputsOf(node: TfjsNode, nodes: Map<string, TfjsNode>): TfjsNode[] {
  return (node.input ?? []).flatMap((name) => nodes.get(name) ?? [])
}

function checkActivation(node: TfjsNode, hasSlope: boolean): void {
  const fused = node.attr.fused_ops?.list.s.map(decode) ?? []
  if (fused.includes('Relu') && !hasSlope) throw new Error(`${node.name} has a Relu of its own: do not drop it`)
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString()
}
