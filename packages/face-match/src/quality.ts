import { FaceMatchError } from './errors.ts'
import type { FaceInspection } from './inspect-face.ts'

/** In picture pixels. Measured: wrong refusals begin to rise at 40 (MODEL_CARD.md). */
const minFaceWidth = 48

/**
 * Refuses what is not good enough for a decision.
 * @throws FaceMatchError `several_faces`, `face_too_small`
 */
export function checkQuality({ faces, width }: FaceInspection): void {
  if (faces > 1) {
    throw new FaceMatchError(
      'several_faces',
      `the picture shows ${faces} faces of comparable size; give a picture of one person`,
      { faces },
    )
  }
  if (width < minFaceWidth) {
    const faceWidth = Math.round(width)
    throw new FaceMatchError(
      'face_too_small',
      `the face is ${faceWidth} pixels wide, at least ${minFaceWidth} are needed; go closer to the camera`,
      { faceWidth, minimum: minFaceWidth },
    )
  }
}
