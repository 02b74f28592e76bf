import Delaunator from 'delaunator'
import type { FaceMesh, MeshPoint, RgbImage } from '../../src/index.ts'

/** How a portrait is to be drawn; all 0 is the portrait as it is. */
export type HeadState = {
  /** Degrees, as `HeadPose`: positive to the right of the picture, and up. */
  yaw?: number
  pitch?: number
  /** 0 as in the portrait, 1 closed. */
  lids?: number
  /** 1 as in the portrait, 1.3 for a face that is 1.3 times as wide. */
  zoom?: number
}

/** A portrait with its mesh and a triangulation: a puppet that can be drawn in any state. */
export type Puppet = { image: RgbImage; points: readonly MeshPoint[]; triangles: Uint32Array; oval: number[] }

/** FaceMesh's numbers along the edge of a face. */
const faceOval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
]
/** The edge of the upper lid, below each of its points the edge of the lower one, and above it the skin of the lid. */
const lids = [
  {
    upper: [246, 161, 160, 159, 158, 157, 173],
    lower: [7, 163, 144, 145, 153, 154, 155],
    skin: [225, 224, 223, 222, 221, 221, 189],
  },
  {
    upper: [466, 388, 387, 386, 385, 384, 398],
    lower: [249, 390, 373, 374, 380, 381, 382],
    skin: [445, 444, 443, 442, 441, 441, 413],
  },
]
const meshSize = 468
const radians = Math.PI / 180

/** Prepares a portrait: its mesh, two rings of head and hair around the face, and the edge of the picture. */
export function createPuppet(image: RgbImage, mesh: FaceMesh): Puppet {
  const middle = pivot(mesh.points)
  const ring = (scale: number, depth: number) =>
    faceOval.map((i) => {
      const { x, y } = mesh.points[i]!
      const clamp = (value: number, max: number) => Math.min(Math.max(value, 1), max - 2)
      return {
        x: clamp(middle.x + (x - middle.x) * scale, image.width),
        y: clamp(middle.y + (y - middle.y) * scale, image.height),
        z: middle.z + depth,
      }
    })
  const width = mesh.points[454]!.x - mesh.points[234]!.x
  const edge = [0, 0.25, 0.5, 0.75, 1].flatMap((t) => [
    { x: t * (image.width - 1), y: 0, z: middle.z + width },
    { x: t * (image.width - 1), y: image.height - 1, z: middle.z + width },
    { x: 0, y: t * (image.height - 1), z: middle.z + width },
    { x: image.width - 1, y: t * (image.height - 1), z: middle.z + width },
  ])
  const points = [...mesh.points.slice(0, meshSize), ...ring(1.25, width * 0.1), ...ring(1.8, width * 0.3), ...edge]
  const { triangles } = new Delaunator(Float64Array.from(points.flatMap(({ x, y }) => [x, y])))
  return { image, points, triangles, oval: faceOval }
}

/** Draws a puppet by a piecewise affine warp, far triangles first, then zooms about the middle of the face. */
export function renderHead(puppet: Puppet, state: HeadState): RgbImage {
  const moved = movePoints(puppet, state)
  const { image, triangles } = puppet
  const points = lidSkin(puppet.points, state.lids ?? 0)
  const drawn = { width: image.width, height: image.height, data: Uint8Array.from(image.data) }
  const order = Array.from({ length: triangles.length / 3 }, (_, i) => i)
  const depth = (i: number) => [0, 1, 2].reduce((sum, k) => sum + moved[triangles[3 * i + k]!]!.z, 0)
  const depths = order.map(depth)
  order.sort((p, q) => depths[q]! - depths[p]!)
  for (const i of order) {
    const corners = [0, 1, 2].map((k) => triangles[3 * i + k]!)
    drawTriangle(
      image,
      corners.map((c) => points[c]!),
      drawn,
      corners.map((c) => moved[c]!),
    )
  }
  return drawn
}

/** Where the picture of a closing lid is taken from: the skin above the lashes, which would otherwise be drawn out. */
function lidSkin(points: readonly MeshPoint[], closed: number): MeshPoint[] {
  const sources = [...points]
  for (const { upper, skin } of lids) {
    for (const [i, index] of upper.entries()) sources[index] = between(points[index]!, points[skin[i]!]!, 0.5 * closed)
  }
  return sources
}

function between(from: MeshPoint, to: MeshPoint, share: number): MeshPoint {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    z: from.z + (to.z - from.z) * share,
  }
}

function movePoints({ points }: Puppet, { yaw = 0, pitch = 0, lids: closed = 0, zoom = 1 }: HeadState): MeshPoint[] {
  const middle = pivot(points)
  const lidded = points.map((point) => ({ ...point }))
  for (const { upper, lower } of lids) {
    for (const [i, index] of upper.entries()) {
      lidded[index] = between(points[index]!, points[lower[i]!]!, closed)
    }
  }
  const rings = meshSize + faceOval.length
  return lidded.map((point, i) => {
    // The first ring turns with the head, the second half as much, the edge of the picture not at all.
    const share = i < rings ? 1 : i < rings + faceOval.length ? 0.5 : 0
    const turned = turn(point, middle, yaw * share, pitch * share)
    return {
      x: middle.x + (turned.x - middle.x) * zoom,
      y: middle.y + (turned.y - middle.y) * zoom,
      z: turned.z,
    }
  })
}

function turn(point: MeshPoint, middle: MeshPoint, yaw: number, pitch: number): MeshPoint {
  const [x, y, z] = [point.x - middle.x, point.y - middle.y, point.z - middle.z]
  const [sy, cy, sp, cp] = [
    Math.sin(yaw * radians),
    Math.cos(yaw * radians),
    Math.sin(pitch * radians),
    Math.cos(pitch * radians),
  ]
  const turnedX = x * cy - z * sy
  const depth = x * sy + z * cy
  return { x: middle.x + turnedX, y: middle.y + y * cp + depth * sp, z: middle.z + depth * cp - y * sp }
}

/** Between the ears, a little behind them: about where a head turns. */
function pivot(points: readonly MeshPoint[]): MeshPoint {
  const [left, right] = [points[234]!, points[454]!]
  const width = right.x - left.x
  return { x: (left.x + right.x) / 2, y: (points[10]!.y + points[152]!.y) / 2, z: (left.z + right.z) / 2 + width * 0.1 }
}

function drawTriangle(from: RgbImage, source: MeshPoint[], to: RgbImage, target: MeshPoint[]): void {
  const [a, b, c] = target as [MeshPoint, MeshPoint, MeshPoint]
  const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)
  if (Math.abs(area) < 1e-6) return
  const left = Math.max(0, Math.ceil(Math.min(a.x, b.x, c.x) - 0.5))
  const right = Math.min(to.width - 1, Math.floor(Math.max(a.x, b.x, c.x) + 0.5))
  const top = Math.max(0, Math.ceil(Math.min(a.y, b.y, c.y) - 0.5))
  const bottom = Math.min(to.height - 1, Math.floor(Math.max(a.y, b.y, c.y) + 0.5))
  const [p, q, r] = source as [MeshPoint, MeshPoint, MeshPoint]
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const v = ((x - a.x) * (c.y - a.y) - (c.x - a.x) * (y - a.y)) / area
      const w = ((b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)) / area
      const u = 1 - v - w
      if (u < -1e-3 || v < -1e-3 || w < -1e-3) continue
      copyPixel(from, u * p.x + v * q.x + w * r.x, u * p.y + v * q.y + w * r.y, to, x, y)
    }
  }
}

function copyPixel(from: RgbImage, sx: number, sy: number, to: RgbImage, x: number, y: number): void {
  const left = Math.min(Math.max(Math.floor(sx), 0), from.width - 2)
  const top = Math.min(Math.max(Math.floor(sy), 0), from.height - 2)
  const [fx, fy] = [Math.min(Math.max(sx - left, 0), 1), Math.min(Math.max(sy - top, 0), 1)]
  const source = (top * from.width + left) * 3
  const below = source + from.width * 3
  const target = (y * to.width + x) * 3
  for (let c = 0; c < 3; c++) {
    const upper = from.data[source + c]! * (1 - fx) + from.data[source + 3 + c]! * fx
    const lower = from.data[below + c]! * (1 - fx) + from.data[below + 3 + c]! * fx
    to.data[target + c] = upper * (1 - fy) + lower * fy + 0.5
  }
}
