/**
 * Numbers of 16 bits (IEEE 754 binary16): weights and stored embeddings take half the space, and lose what lies under
 * one part in two thousand. Little-endian.
 */
const table = Float32Array.from({ length: 65_536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
})

/** @param bytes two for each number; an odd byte at the end is left out */
export function readHalfFloats(bytes: Uint8Array): Float32Array {
  return Float32Array.from({ length: bytes.length >> 1 }, (_, i) => table[bytes[2 * i]! | (bytes[2 * i + 1]! << 8)]!)
}

/** Rounds to the nearest number of 16 bits, ties to even; what is too large becomes infinite. */
export function writeHalfFloats(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(values.slice().buffer)
  const bytes = new Uint8Array(values.length * 2)
  for (let i = 0; i < values.length; i++) {
    const half = halfBits(values[i]!, bits[i]!)
    bytes[2 * i] = half & 0xff
    bytes[2 * i + 1] = half >> 8
  }
  return bytes
}

function halfBits(value: number, bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const size = Math.abs(value)
  if (Number.isNaN(value)) return sign | 0x7e00
  // Halfway from the largest number of 16 bits, 65,504, to what would be the next.
  if (size >= 65_520) return sign | 0x7c00
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24)
  const exponent = ((bits >>> 23) & 0xff) - 127
  // A fraction that rounds up to 1024 carries into the exponent, which is what it should do.
  return sign | (((exponent + 15) << 10) + roundToEven((size * 2 ** -exponent - 1) * 1024))
}

function roundToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}
