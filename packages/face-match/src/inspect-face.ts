import type { Point } from './affine.ts'
import { type EyeOpenness, eyeOpenness } from './eyes.ts'
import type { FoundFace } from './find-face.ts'
import type { FaceMesh } from './mesh.ts'
import { type HeadPose, headPose } from './pose.ts'

/** What can be seen of a face without recognising it: for quality, live feedback and liveness. */
export type FaceInspection = {
  /** Faces of comparable size and place in the picture. */
  faces: number
  /** Of the face's box, in picture pixels. */
  centre: Point
  width: number
  height: number
  pose: HeadPose
  eyes: EyeOpenness
  mesh: FaceMesh
}

export function inspectFace({ box, mesh, faces }: FoundFace): FaceInspection {
  const { centre, width, height } = box
  return { faces, centre, width, height, pose: headPose(mesh), eyes: eyeOpenness(mesh), mesh }
}
