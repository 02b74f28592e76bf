const side = 112

export type Formula = (x: number, y: number, channel: number) => number

/** Pictures that any implementation can draw: see golden/README.md. */
export const formulas: readonly Formula[] = [
  (x, y, c) => (3 * x + 5 * y + 60 * c + ((x * y) % 97)) % 256,
  (x, y, c) => (x * x + 2 * y * y + 31 * c * (x + y)) % 256,
]

export function draw(formula: Formula): Float32Array {
  return Float32Array.from({ length: side * side * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3)
    return formula(pixel % side, Math.floor(pixel / side), i % 3)
  })
}
