import { BarcodeDetector, type BarcodeFormat, prepareZXingModule } from 'barcode-detector/ponyfill'

/** Reads the codes in a picture, or in the frame that a video shows. */
export type CodeReader = (picture: ImageBitmapSource) => Promise<readonly string[]>

/** For our own codes. @param wasmUrl where `zxing_reader.wasm` is */
export function createQrReader(wasmUrl: string): CodeReader {
  return readerFor(wasmUrl, ['qr_code'])
}

/** For boarding passes, whose codes may be of any of these kinds (IATA Resolution 792). */
export function createBoardingPassReader(wasmUrl: string): CodeReader {
  return readerFor(wasmUrl, ['pdf417', 'aztec', 'qr_code', 'data_matrix'])
}

function readerFor(wasmUrl: string, formats: BarcodeFormat[]): CodeReader {
  // Left to itself the library fetches this file from a network of other people.
  const locateFile = (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path)
  prepareZXingModule({ overrides: { locateFile } })
  const detector = new BarcodeDetector({ formats })
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue)
}
