export { decodeImage } from './decode-image.ts'
export { type EngineName, engineName } from './engine.ts'
export { openFaceMatcher } from './open-face-matcher.ts'
