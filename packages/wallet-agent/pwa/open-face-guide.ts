import type { FaceAdvice, FaceGuide } from './face-guide.ts'

let opening: Promise<FaceGuide> | undefined

/** Opens the matcher of this page, once; what failed is tried once more at the next call. */
export function openFaceGuide(): Promise<FaceGuide> {
  opening ??= open().catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}

async function open(): Promise<FaceGuide> {
  const [{ openFaceMatcher, readImage }, { FaceMatchError, faceMessages }] = await Promise.all([
    import('@bai/face-match/browser'),
    import('@bai/face-match'),
  ])
  const folder = (name: string) => new URL(`face/${name}/`, document.baseURI).href
  const matcher = await openFaceMatcher({ modelsUrl: folder('models'), wasmUrl: folder('wasm') })
  const adviceOf = (code: keyof typeof faceMessages): FaceAdvice => ({ code, ...faceMessages[code] })
  return {
    advise: async (picture) => {
      try {
        const { problems } = await matcher.inspect(await readImage(picture))
        const [first] = problems
        return first === undefined ? undefined : adviceOf(first.code)
      } catch (error) {
        if (error instanceof FaceMatchError) return adviceOf(error.code)
        throw error
      }
    },
  }
}
