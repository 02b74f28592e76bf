import { openFaceMatcher, readImage } from '../../browser/index.ts'

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

export type BrowserDescription = Awaited<ReturnType<typeof describePicture>>
Object.assign(globalThis, { describePicture })
