import { createBoardingPassReader, createQrReader } from '@bai/web-app'
import zxingUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

export const readQr = createQrReader(zxingUrl)
export const readPass = createBoardingPassReader(zxingUrl)
