import { BarcodeDetector, type BarcodeFormat, prepareZXingModule } from 'barcode-detector/ponyfill'
import zxingUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** Reads the codes in a picture, or in the frame that a video shows. */
export type CodeReader = (picture: ImageBitmapSource) => Promise<readonly string[]>

// Left to itself the library fetches this file from a network of other people.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? zxingUrl : prefix + path) },
})

/** For our own codes. */
export function createQrReader(): CodeReader {
  return readerFor(['qr_code'])
}

/** For boarding passes, whose codes may be of any of these kinds (IATA Resolution 792). */
export function createBoardingPassReader(): CodeReader {
  return readerFor(['pdf417', 'aztec', 'qr_code', 'data_matrix'])
}

function readerFor(formats: BarcodeFormat[]): CodeReader {
  const detector = new BarcodeDetector({ formats })
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue)
}
