/** Every way in which this package refuses its input, with what its error tells beside the code. Codes are stable. */
export interface FaceMatchErrors {
  face_not_found: Record<never, never>
  /** `faces`: how many were found of comparable size. */
  several_faces: { faces: number }
  /** In pixels of the given picture. */
  face_too_small: { faceWidth: number; minimum: number }
  image_unreadable: { reason: 'type_not_allowed' | 'damaged' | 'wrong_length' }
  image_too_large: { limit: 'bytes' | 'pixels'; maximum: number }
  /** Shorter side, in pixels. */
  image_too_small: { minimum: number }
  model_damaged: { file: string }
  embedding_invalid: { part: 'a' | 'b' | 'strength'; reason: 'wrong_length' | 'not_a_number' | 'zero' }
}

export type FaceMatchErrorCode = keyof FaceMatchErrors

/** Which of the two pictures given to `match` an error is about. */
export type PicturePlace = 'first' | 'second'

/** Refused input; `code` decides, and `details` narrows with it. Holds nothing of the picture. */
export class FaceMatchError<C extends FaceMatchErrorCode = FaceMatchErrorCode> extends Error {
  override readonly name = 'FaceMatchError'
  readonly code: C
  readonly details: FaceMatchErrors[C]
  /** Set by `match`. */
  readonly picture: PicturePlace | undefined

  constructor(
    code: C,
    message: string,
    details: FaceMatchErrors[C],
    options: ErrorOptions & { picture?: PicturePlace } = {},
  ) {
    super(message, options)
    this.code = code
    this.details = details
    this.picture = options.picture
  }
}

/** The union over all codes, so that `switch (error.code)` narrows `error.details`. */
export type AnyFaceMatchError = { [C in FaceMatchErrorCode]: FaceMatchError<C> }[FaceMatchErrorCode]
