const signatureLength = 8

/**
 * Whether a PNG holds frames (PNG, third edition, section 11.3.6.1: an `acTL` chunk before the first `IDAT`). The
 * decoder would show the first and hide the others.
 */
export function isAnimatedPng(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  for (let at = signatureLength; at + 8 <= file.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8))
    if (type === 'acTL') return true
    if (type === 'IDAT') return false
  }
  return false
}
