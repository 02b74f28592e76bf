/** Every way in which this package refuses its input, with what its error tells beside the code. Codes are stable. */
export interface FaceMatchErrors {
  face_not_found: Record<never, never>
  /** `faces`: how many were found of comparable size. */
  several_faces: { faces: number }
  /** In pixels of the given picture. */
  face_too_small: { faceWidth: number; minimum: number }
  /** `degrees`: how far, to either side or up or down. */
  face_turned: { axis: 'yaw' | 'pitch'; degrees: number }
  face_tilted: { degrees: number }
  face_too_dark: Record<never, never>
  face_too_bright: Record<never, never>
  face_too_flat: Record<never, never>
  face_blurred: Record<never, never>
  eyes_closed: Record<never, never>
  face_covered: { part: 'eyes' | 'mouth' }
  /** Too little of the face can be seen, for whatever reason. */
  face_unclear: Record<never, never>
  image_unreadable: { reason: 'empty' | 'type_not_allowed' | 'damaged' | 'wrong_length' }
  image_too_large: { limit: 'bytes' | 'pixels'; maximum: number }
  /** Shorter side, in pixels. */
  image_too_small: { minimum: number }
  image_animated: Record<never, never>
  image_colours_unsupported: { found: 'cmyk' | '16_bit' | 'other' }
  model_damaged: { file: string }
  embedding_invalid: { part: 'a' | 'b' | 'strength'; reason: 'wrong_length' | 'not_a_number' | 'zero' }
  profile_malformed: { field: string }
  /** A calibration holds for the models it was measured with. */
  profile_of_other_models: { profile: string }
  cohort_malformed: { field: string }
  /** The queue is full: nothing was begun. */
  matcher_busy: { retryAfterSeconds: number }
  /** A worker ended in the middle of its work; another has taken its place. */
  matcher_interrupted: Record<never, never>
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
