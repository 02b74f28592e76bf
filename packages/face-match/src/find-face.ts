import type { GraphModel } from '@tensorflow/tfjs-converter'
import { type DetectedFace, detectFaces, type FaceDetector } from './detect.ts'
import { FaceMatchError } from './errors.ts'
import type { RgbImage } from './image.ts'
import { type FaceMesh, findMesh } from './mesh.ts'

/** FaceMesh's confidence below which a detection is no face. Measured: at least .95 for the person meant. */
const minMeshConfidence = 0.85
/** A second face this prominent, compared with the first, makes it unclear whose picture it is. */
const comparableProminence = 0.5

/** The face that a picture is of. */
export type FoundFace = {
  box: DetectedFace
  mesh: FaceMesh
  /** Faces of comparable size and place in the picture, this one included. */
  faces: number
}

/**
 * Finds the face that a picture is of: the largest and most central one that detector and mesh both believe in.
 * @throws FaceMatchError `face_not_found`
 */
export async function findFace(
  models: { detector: FaceDetector; mesh: GraphModel },
  pyramid: readonly [RgbImage, ...RgbImage[]],
  pause: () => Promise<void>,
): Promise<FoundFace> {
  const candidates = (await detectFaces(models.detector, pyramid))
    .map((box) => ({ box, prominence: prominenceOf(box, pyramid[0]) }))
    .toSorted((p, q) => q.prominence - p.prominence)
  let main: { box: DetectedFace; prominence: number; mesh: FaceMesh } | undefined
  let faces = 0
  for (const { box, prominence } of candidates) {
    if (main && prominence < main.prominence * comparableProminence) break
    await pause()
    const mesh = await findMesh(models.mesh, pyramid, box, pause)
    if (mesh.confidence < minMeshConfidence) continue
    main ??= { box, prominence, mesh }
    faces++
  }
  if (main === undefined) {
    throw new FaceMatchError('face_not_found', 'no face was found in the picture; take it again', {})
  }
  return { box: main.box, mesh: main.mesh, faces }
}

/** Large and in the middle: people at the edge are passers-by more often than not. */
function prominenceOf({ centre, width }: DetectedFace, image: RgbImage): number {
  const offCentre = Math.hypot(centre.x / image.width - 0.5, centre.y / image.height - 0.5)
  return width * (1 - 1.2 * offCentre)
}
