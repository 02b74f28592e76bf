import type { GraphModel } from '@tensorflow/tfjs-converter'
import { type FacePoints, facePoints } from './align.ts'
import { type DetectedFace, detectFaces } from './detect.ts'
import { FaceMatchError } from './errors.ts'
import type { RgbImage } from './image.ts'
import { type FaceMesh, findMesh } from './mesh.ts'

/** FaceMesh's confidence below which a detection is no face. Measured: at least .95 for the person meant. */
const minMeshConfidence = 0.85
/** A second face this prominent, compared with the first, makes it unclear whose picture it is. */
const comparableProminence = 0.5
/** In picture pixels. Measured: wrong refusals begin to rise at 40 (MODEL_CARD.md). */
const minFaceWidth = 48

/**
 * Finds the one face of a picture.
 * @throws FaceMatchError `face_not_found`, `several_faces`, `face_too_small`
 */
export async function findFace(
  models: { detector: GraphModel; mesh: GraphModel },
  pyramid: readonly [RgbImage, ...RgbImage[]],
  pause: () => Promise<void>,
): Promise<FacePoints> {
  const candidates = (await detectFaces(models.detector, pyramid))
    .map((face) => ({ face, prominence: prominenceOf(face, pyramid[0]) }))
    .toSorted((p, q) => q.prominence - p.prominence)
  const found: { face: DetectedFace; prominence: number; mesh: FaceMesh }[] = []
  for (const { face, prominence } of candidates) {
    if (found[0] && prominence < found[0].prominence * comparableProminence) break
    await pause()
    const mesh = await findMesh(models.mesh, pyramid, face, pause)
    if (mesh.confidence >= minMeshConfidence) found.push({ face, prominence, mesh })
  }

  const main = found[0]
  if (main === undefined) {
    throw new FaceMatchError('face_not_found', 'no face was found in the picture; take it again', {})
  }
  if (found.length > 1) {
    throw new FaceMatchError(
      'several_faces',
      `the picture shows ${found.length} faces of comparable size; give a picture of one person`,
      { faces: found.length },
    )
  }
  if (main.face.width < minFaceWidth) {
    const faceWidth = Math.round(main.face.width)
    throw new FaceMatchError(
      'face_too_small',
      `the face is ${faceWidth} pixels wide, at least ${minFaceWidth} are needed; go closer to the camera`,
      { faceWidth, minimum: minFaceWidth },
    )
  }
  return facePoints(main.mesh)
}

/** Large and in the middle: people at the edge are passers-by more often than not. */
function prominenceOf({ centre, width }: DetectedFace, image: RgbImage): number {
  const offCentre = Math.hypot(centre.x / image.width - 0.5, centre.y / image.height - 0.5)
  return width * (1 - 1.2 * offCentre)
}
