import { openFaceMatcher, readImage } from '../../browser/index.ts'
import { readHalfFloats } from '../../src/half-float.ts'
import { createNetwork, type NetworkSpec } from '../../src/network.ts'
import { draw, formulas } from '../support/formulas.ts'

const matcher = await openFaceMatcher({ modelsUrl: '/models/', wasmUrl: '/wasm/' })

/** What a page of the tests calls: describes a picture that the server has. */
async function describePicture(path: string) {
  try {
    const image = await readImage(await (await fetch(path)).blob())
    const { embedding, pose, eyes, problems } = await matcher.describe(image)
    const { a, b, strength } = embedding
    return {
      size: [image.width, image.height],
      a: Array.from(a),
      b: Array.from(b),
      strength,
      pose,
      eyes,
      problems: problems.map(({ code }) => code),
    }
  } catch (error) {
    return { error: error instanceof Error && 'code' in error ? String(error.code) : String(error) }
  }
}

/** Runs one network alone on the pictures of the golden embeddings. @returns its output, scaled to length 1 */
async function runNetwork(part: 'a' | 'b') {
  const spec: NetworkSpec = await (await fetch(`/models/embedding-${part}.json`)).json()
  const weights = readHalfFloats(new Uint8Array(await (await fetch(`/models/${spec.weightsFile}`)).arrayBuffer()))
  const network = createNetwork(spec, weights)
  const outputs = await Promise.all(formulas.map((formula) => network.run(draw(formula))))
  network.dispose()
  return outputs.map((output) => Array.from(output, (value) => value / Math.hypot(...output)))
}

export type BrowserDescription = Awaited<ReturnType<typeof describePicture>>
Object.assign(globalThis, { describePicture, runNetwork })
