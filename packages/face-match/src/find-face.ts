import type { GraphModel } from '@tensorflow/tfjs-converter'
import { type FacePoints, facePoints } from './align.ts'
import { detectFaces } from './detect.ts'
import { FaceMatchError } from './errors.ts'
import type { RgbImage } from './image.ts'
import { type FaceMesh, findMesh } from './mesh.ts'

/** Below this FaceMesh does not believe in the face that BlazeFace found. */
const minMeshConfidence = 0.5
/** A second face this large, compared with the largest, makes it unclear whose picture it is. */
const comparableSize = 0.6
/** Pixels between the eyes; the networks see 35. */
const minEyeDistance = 20

/**
 * Finds the one face of a picture.
 * @throws FaceMatchError `face_not_found`, `several_faces`, `face_too_small`
 */
export async function findFace(
  models: { detector: GraphModel; mesh: GraphModel },
  pyramid: readonly [RgbImage, ...RgbImage[]],
  pause: () => Promise<void>,
): Promise<FacePoints> {
  const detected = (await detectFaces(models.detector, pyramid)).toSorted((p, q) => q.width - p.width)
  const largest = detected[0]?.width ?? 0
  const meshes: FaceMesh[] = []
  for (const face of detected) {
    if (face.width < largest * comparableSize) break
    await pause()
    const mesh = await findMesh(models.mesh, pyramid, face)
    if (mesh.confidence >= minMeshConfidence) meshes.push(mesh)
  }
  const [mesh, ...others] = meshes
  if (mesh === undefined)
    throw new FaceMatchError('face_not_found', 'no face was found in the picture; take it again', {})
  if (others.length > 0) {
    const faces = meshes.length
    throw new FaceMatchError('several_faces', `${faces} faces of comparable size; give a picture of one person`, {
      faces,
    })
  }
  const points = facePoints(mesh)
  const eyeDistance = Math.hypot(points.rightEye.x - points.leftEye.x, points.rightEye.y - points.leftEye.y)
  if (!(eyeDistance >= minEyeDistance)) {
    throw new FaceMatchError(
      'face_too_small',
      `the eyes are ${Math.round(eyeDistance)} pixels apart, ${minEyeDistance} are needed; go closer to the camera`,
      { eyeDistance, minimum: minEyeDistance },
    )
  }
  return points
}
