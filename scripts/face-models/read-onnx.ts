import { fieldIntegers, fieldStrings, fieldValues } from './read-protobuf.ts'

// Field numbers of onnx.proto3 (ONNX IR version 7): ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto.
const model = { graph: 7 }
const graph = { node: 1, initializer: 5, input: 11, output: 12 }
const node = { input: 1, output: 2, operator: 4, attribute: 5 }
const attribute = { name: 1, integer: 3, integers: 8 }
const tensor = { dimensions: 1, dataType: 2, name: 8, rawData: 9 }
const valueInfo = { name: 1 }
const float32 = 1

/** One operation; attributes are kept only as integers, which is all that convolutions need. */
export type OnnxNode = { operator: string; inputs: string[]; outputs: string[]; attributes: Map<string, number[]> }
export type OnnxTensor = { shape: number[]; data: Float32Array }
export type OnnxGraph = { nodes: OnnxNode[]; tensors: Map<string, OnnxTensor>; inputs: string[]; outputs: string[] }

/** Reads the graph of an ONNX file. Initialisers that are not raw float32 (shapes of reshapes) are left out. */
export function readOnnx(file: Uint8Array): OnnxGraph {
  const graphBytes = fieldValues(file, model.graph)[0] as Uint8Array
  const tensors = new Map<string, OnnxTensor>()
  for (const bytes of fieldValues(graphBytes, graph.initializer) as Uint8Array[]) {
    const raw = fieldValues(bytes, tensor.rawData)[0] as Uint8Array | undefined
    if (fieldIntegers(bytes, tensor.dataType)[0] !== float32 || raw === undefined) continue
    const aligned = new Uint8Array(raw) // a copy, whose buffer starts at a whole float
    tensors.set(fieldStrings(bytes, tensor.name)[0] ?? '', {
      shape: fieldIntegers(bytes, tensor.dimensions),
      data: new Float32Array(aligned.buffer, 0, aligned.byteLength / 4),
    })
  }
  return {
    nodes: (fieldValues(graphBytes, graph.node) as Uint8Array[]).map(readNode),
    tensors,
    inputs: (fieldValues(graphBytes, graph.input) as Uint8Array[]).flatMap((b) => fieldStrings(b, valueInfo.name)),
    outputs: (fieldValues(graphBytes, graph.output) as Uint8Array[]).flatMap((b) => fieldStrings(b, valueInfo.name)),
  }
}

function readNode(bytes: Uint8Array): OnnxNode {
  const attributes = new Map<string, number[]>()
  for (const entry of fieldValues(bytes, node.attribute) as Uint8Array[]) {
    const integers = [...fieldIntegers(entry, attribute.integer), ...fieldIntegers(entry, attribute.integers)]
    attributes.set(fieldStrings(entry, attribute.name)[0] ?? '', integers)
  }
  return {
    operator: fieldStrings(bytes, node.operator)[0] ?? '',
    inputs: fieldStrings(bytes, node.input),
    outputs: fieldStrings(bytes, node.output),
    attributes,
  }
}
