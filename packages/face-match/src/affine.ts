/** A place in a picture, in pixels; whole numbers are the centres of pixels. */
export type Point = { x: number; y: number }

/** The map x' = a·x + b·y + c, y' = d·x + e·y + f. */
export type Affine = { a: number; b: number; c: number; d: number; e: number; f: number }

/** Where a point goes. */
export function applyAffine(map: Affine, { x, y }: Point): Point {
  return { x: map.a * x + map.b * y + map.c, y: map.d * x + map.e * y + map.f }
}

/** The map back. */
export function invertAffine({ a, b, c, d, e, f }: Affine): Affine {
  const determinant = a * e - b * d
  return {
    a: e / determinant,
    b: -b / determinant,
    c: (b * f - e * c) / determinant,
    d: -d / determinant,
    e: a / determinant,
    f: (d * c - a * f) / determinant,
  }
}

/** A square region of a picture, turned by `angle` (radians, clockwise as seen) about its centre. */
export type Region = { centre: Point; side: number; angle: number }

/** The map from pixels of a `size` × `size` cut-out to the picture, such that the cut-out shows the region. */
export function regionToPicture({ centre, side, angle }: Region, size: number): Affine {
  const scale = side / size
  const cosine = Math.cos(angle) * scale
  const sine = Math.sin(angle) * scale
  const middle = (size - 1) / 2
  return {
    a: cosine,
    b: -sine,
    c: centre.x - cosine * middle + sine * middle,
    d: sine,
    e: cosine,
    f: centre.y - sine * middle - cosine * middle,
  }
}
