import { createFrames, encodeOfflineMessage, type OfflineMessage } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { encode } from 'uqr'

/** What a QR code of version 25 with medium error correction holds (docs/offline-profile.md). */
const FRAME_BYTES = 964
/** Light modules around a code (ISO/IEC 18004, section 9.1). */
const QUIET = 4
const COLUMNS = 2

export type DrawnCodes = { readonly svg: string; readonly bytes: number; readonly codes: number }

/**
 * Draws a message as a sheet of QR codes. A reader takes them in any order, so a sheet is read by moving over it.
 *
 * @param certificates of the bundle that both sides hold: they are named then, and not carried
 */
export function drawCodes(message: OfflineMessage, certificates: readonly string[]): DrawnCodes {
  const bytes = encodeOfflineMessage(message, nodePlatform, { certificates })
  const frames = createFrames(bytes, { maxFrameBytes: FRAME_BYTES }, nodePlatform)
  const codes = Array.from({ length: frames.count }, (_, i) => encode(frames.frame(i), { ecc: 'M', border: QUIET }))
  const side = Math.max(...codes.map(({ size }) => size))
  const [columns, rows] = [Math.min(COLUMNS, codes.length), Math.ceil(codes.length / COLUMNS)]
  const drawn = codes.map(({ data }, i) => {
    const [left, top] = [(i % COLUMNS) * side, Math.floor(i / COLUMNS) * side]
    const dark = data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${left + x} ${top + y}h1v1h-1z`] : [])),
    )
    return `<path d="${dark.join('')}"/>`
  })
  const [width, height] = [columns * side, rows * side]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" shape-rendering="crispEdges"><rect width="${width}" height="${height}" fill="#fff"/>${drawn.join('')}</svg>\n`
  return { svg, bytes: bytes.length, codes: codes.length }
}
