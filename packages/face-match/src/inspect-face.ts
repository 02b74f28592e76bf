import type { Point } from './affine.ts'
import type { AnyFaceMatchError } from './errors.ts'
import { type EyeOpenness, eyeOpenness } from './eyes.ts'
import type { FoundFace } from './find-face.ts'
import type { FaceMesh } from './mesh.ts'
import { type HeadPose, headPose } from './pose.ts'
import { measureBlur } from './quality/blur.ts'
import { type FaceCover, measureCover } from './quality/cover.ts'
import { findProblems } from './quality/find-problems.ts'
import { type FaceLight, measureLight, toLuma } from './quality/light.ts'

/** What is measured of a face without recognising it. */
export type FaceMeasures = {
  /** Faces of comparable size and place in the picture. */
  faces: number
  /** Of the face's box, in picture pixels. */
  width: number
  pose: HeadPose
  eyes: EyeOpenness
  light: FaceLight
  /** 0 (sharp) … 1 */
  blur: number
  cover: FaceCover
}

/** What can be seen of a face without recognising it: for quality, live feedback and liveness. */
export type FaceInspection = FaceMeasures & {
  /** Of the face's box, in picture pixels. */
  centre: Point
  height: number
  mesh: FaceMesh
  /** What is wrong with the picture, the most telling first; empty for a good one. */
  problems: readonly AnyFaceMatchError[]
}

/** @param aligned the same face, 112 × 112 × 3 values, RGB 0…255 */
export function inspectFace({ box, mesh, faces }: FoundFace, aligned: Float32Array): FaceInspection {
  const { centre, width, height } = box
  const luma = toLuma(aligned)
  const measures = {
    faces,
    width,
    pose: headPose(mesh),
    eyes: eyeOpenness(mesh),
    light: measureLight(luma),
    blur: measureBlur(luma),
    cover: measureCover(aligned, luma),
  }
  return { ...measures, centre, height, mesh, problems: findProblems(measures) }
}
