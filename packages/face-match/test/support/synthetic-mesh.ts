import type { FaceMesh, MeshPoint } from '../../src/mesh.ts'

/** A mesh of 468 points that are all at the origin but for those given, by their numbers. */
export function syntheticMesh(places: Readonly<Record<number, readonly [x: number, y: number, z: number]>>): FaceMesh {
  const points = Array.from({ length: 468 }, (_, i): MeshPoint => {
    const [x, y, z] = places[i] ?? [0, 0, 0]
    return { x, y, z }
  })
  return { points, confidence: 1 }
}

/** Turns places in space: first up or down (about x), then to the side (about y), then leaning (about z); degrees. */
export function turnPlaces(
  places: Readonly<Record<number, readonly [number, number, number]>>,
  { yaw = 0, pitch = 0, roll = 0 }: { yaw?: number; pitch?: number; roll?: number },
): Record<number, [number, number, number]> {
  const [y, p, r] = [yaw, pitch, roll].map((degrees) => (degrees * Math.PI) / 180) as [number, number, number]
  const entries = Object.entries(places).map(([index, place]): [number, [number, number, number]] => {
    let [x0, y0, z0] = place
    ;[y0, z0] = [y0 * Math.cos(p) + z0 * Math.sin(p), -y0 * Math.sin(p) + z0 * Math.cos(p)]
    ;[x0, z0] = [x0 * Math.cos(y) - z0 * Math.sin(y), x0 * Math.sin(y) + z0 * Math.cos(y)]
    ;[x0, y0] = [x0 * Math.cos(r) - y0 * Math.sin(r), x0 * Math.sin(r) + y0 * Math.cos(r)]
    return [Number(index), [x0, y0, z0]]
  })
  return Object.fromEntries(entries)
}
