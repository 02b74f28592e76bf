import { FaceMatchError } from './errors.ts'

/** A decoded picture: upright, 8-bit sRGB without alpha, rows from the top, three bytes a pixel. */
export type RgbImage = {
  /** In pixels. */
  width: number
  /** In pixels. */
  height: number
  /** `width * height * 3` bytes. */
  data: Uint8Array
}

/** What a picture may measure. 112 pixels are what the recognition networks look at. */
export const imageLimits = { maxBytes: 10 * 1024 * 1024, maxPixels: 50_000_000, minShorterSide: 112 } as const

/**
 * Checks the size of a picture file before it is read.
 * @throws FaceMatchError `image_too_large`
 */
export function checkFileSize(bytes: number): void {
  if (bytes <= imageLimits.maxBytes) return
  throw new FaceMatchError('image_too_large', `the file has more than ${imageLimits.maxBytes} bytes; scale it down`, {
    limit: 'bytes',
    maximum: imageLimits.maxBytes,
  })
}

/**
 * For a picture that a decoder gave up.
 * @throws FaceMatchError `image_unreadable`
 */
export function refuseDamaged(cause: unknown): never {
  throw new FaceMatchError(
    'image_unreadable',
    'the picture is damaged; send it again',
    { reason: 'damaged' },
    { cause },
  )
}

/**
 * Checks the size of a picture in pixels.
 * @throws FaceMatchError `image_too_large`, `image_too_small`
 */
export function checkImageSize(width: number, height: number): void {
  if (width * height > imageLimits.maxPixels) {
    throw new FaceMatchError(
      'image_too_large',
      `the picture has more than ${imageLimits.maxPixels} pixels; scale it down`,
      { limit: 'pixels', maximum: imageLimits.maxPixels },
    )
  }
  if (!(Math.min(width, height) >= imageLimits.minShorterSide)) {
    throw new FaceMatchError(
      'image_too_small',
      `the shorter side of the picture has fewer than ${imageLimits.minShorterSide} pixels; give a larger one`,
      { minimum: imageLimits.minShorterSide },
    )
  }
}

/**
 * Checks that a pixel buffer is what its size says.
 * @throws FaceMatchError `image_unreadable`, `image_too_large`, `image_too_small`
 */
export function checkRgbImage(image: RgbImage): void {
  if (!Number.isInteger(image.width * image.height) || image.data.length !== image.width * image.height * 3) {
    throw new FaceMatchError('image_unreadable', 'the picture must have width × height × 3 bytes of RGB', {
      reason: 'wrong_length',
    })
  }
  checkImageSize(image.width, image.height)
}

/**
 * The picture and its halvings, each level the mean of 2 × 2 pixels of the one before, so that a small cut-out from a
 * large picture is smooth and cheap.
 */
export function buildPyramid(image: RgbImage): [RgbImage, ...RgbImage[]] {
  const levels: [RgbImage, ...RgbImage[]] = [image]
  for (let level = image; Math.min(level.width, level.height) >= 64; ) {
    level = halve(level)
    levels.push(level)
  }
  return levels
}

function halve({ width, height, data }: RgbImage): RgbImage {
  const half = { width: width >> 1, height: height >> 1 }
  const halved = new Uint8Array(half.width * half.height * 3)
  const row = width * 3
  let target = 0
  for (let y = 0; y < half.height; y++) {
    let source = 2 * y * row
    for (let x = 0; x < half.width; x++, source += 6) {
      for (let c = source; c < source + 3; c++) {
        halved[target++] = (data[c]! + data[c + 3]! + data[c + row]! + data[c + row + 3]! + 2) >> 2
      }
    }
  }
  return { ...half, data: halved }
}
