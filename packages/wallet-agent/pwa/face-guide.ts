/** What is wrong with how somebody is before the camera, as a code of the face matcher, and what to do about it. */
export type FaceAdvice = { readonly code: string; readonly th: string; readonly en: string }

/** Looks at what the camera sees, on this device; the pictures go nowhere. */
export interface FaceGuide {
  /** @returns what to change before a picture is taken; undefined when it would do */
  advise(picture: ImageBitmapSource): Promise<FaceAdvice | undefined>
}
