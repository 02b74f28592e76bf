export { type BrowserMatcherOptions, openFaceMatcher } from './open-face-matcher.ts'
export { readImage } from './read-image.ts'
