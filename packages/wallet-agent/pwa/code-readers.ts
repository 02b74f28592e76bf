import { createQrReader } from '@bai/web-app'
import zxingUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

export const readQr = createQrReader(zxingUrl)
