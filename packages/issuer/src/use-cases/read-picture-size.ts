export type PictureSize = { readonly type: 'jpeg' | 'png'; readonly width: number; readonly height: number }

const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** The first chunk of every PNG: "IHDR". */
const PNG_HEADER = [0x49, 0x48, 0x44, 0x52]
const JPEG_START = [0xff, 0xd8, 0xff]

/**
 * Reads type and size, in pixels, from the header of a JPEG (ITU T.81, annex B) or PNG (ISO/IEC 15948, 11.2.2), without
 * decoding it.
 *
 * @returns `other_type` for what is neither; nothing for one whose header cannot be read
 */
export function readPictureSize(file: Uint8Array): PictureSize | 'other_type' | undefined {
  if (startsWith(file, PNG_START, 0)) {
    if (file.length < 24 || !startsWith(file, PNG_HEADER, 12)) return undefined
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
    return { type: 'png', width: view.getUint32(16), height: view.getUint32(20) }
  }
  return startsWith(file, JPEG_START, 0) ? readJpegSize(file) : 'other_type'
}

/** Goes from segment to segment until the frame header, which comes before the picture itself. */
function readJpegSize(file: Uint8Array): PictureSize | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  for (let at = 2; at + 9 <= file.length; ) {
    const marker = file[at + 1] ?? 0
    if (file[at] !== 0xff) return undefined
    if (marker === 0xff) {
      at += 1
    } else if (isFrameHeader(marker)) {
      return { type: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    } else if (isScanOrEnd(marker)) {
      return undefined
    } else {
      at += 2 + (isAlone(marker) ? 0 : Math.max(2, view.getUint16(at + 2)))
    }
  }
  return undefined
}

/** SOF0 to SOF15, among which are three markers of another kind: DHT, JPG and DAC. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

function isScanOrEnd(marker: number): boolean {
  return marker === 0xda || marker === 0xd9
}

/** TEM and RST0 to RST7 have no length. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
}

function startsWith(file: Uint8Array, bytes: readonly number[], offset: number): boolean {
  return bytes.every((byte, i) => file[offset + i] === byte)
}
