import type { RgbImage } from '../../src/index.ts'

/** A printed photo before the camera. Angles in degrees, signs as in `HeadPose`. */
export type PhotoState = {
  yaw?: number
  pitch?: number
  roll?: number
  zoom?: number
  /** Bent round an upright cylinder; degrees of its arc, positive when the middle is towards the camera. */
  bend?: number
}

const radians = Math.PI / 180
/** From the camera to the photo, in picture widths: about the length of an arm for a photo in its natural size. */
const distance = 2.5

/** Draws a picture as a photo that is held, tilted or bent, before a grey wall. */
export function renderPhoto(image: RgbImage, state: PhotoState): RgbImage {
  const { width, height } = image
  const drawn = { width, height, data: new Uint8Array(width * height * 3).fill(136) }
  // Forward: each point of the photo, four to a pixel in each direction, far ones first by two passes over the depth.
  const depths = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY)
  const fine = 2
  for (let v = 0; v < height * fine; v++) {
    for (let u = 0; u < width * fine; u++) {
      const spot = project(u / fine, v / fine, image, state)
      const [x, y] = [Math.round(spot.x), Math.round(spot.y)]
      if (x < 0 || y < 0 || x >= width || y >= height || spot.z >= depths[y * width + x]!) continue
      depths[y * width + x] = spot.z
      const source = (Math.floor(v / fine) * width + Math.floor(u / fine)) * 3
      drawn.data.set(image.data.subarray(source, source + 3), (y * width + x) * 3)
    }
  }
  return drawn
}

function project(u: number, v: number, { width, height }: RgbImage, state: PhotoState) {
  const { yaw = 0, pitch = 0, roll = 0, zoom = 1, bend = 0 } = state
  let x = u / width - 0.5
  let y = (v - height / 2) / width
  let z = 0
  if (bend !== 0) {
    const angle = bend * radians
    const radius = 1 / angle
    const at = x * angle
    x = radius * Math.sin(at)
    z = radius * (1 - Math.cos(at))
  }
  ;[x, y] = rotate(x, y, roll)
  ;[x, z] = rotate(x, z, yaw)
  ;[z, y] = rotate(z, y, pitch)
  const scale = ((zoom * distance) / (distance + z)) * width
  return { x: width / 2 + x * scale, y: height / 2 + y * scale, z }
}

function rotate(p: number, q: number, degrees: number): [number, number] {
  const [sine, cosine] = [Math.sin(degrees * radians), Math.cos(degrees * radians)]
  return [p * cosine - q * sine, p * sine + q * cosine]
}
