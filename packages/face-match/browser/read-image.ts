import { checkFileSize, checkImageSize, refuseDamaged } from '../src/image.ts'
import type { RgbImage } from '../src/index.ts'

/** Longest side that is kept, in pixels; the same as in Node. */
const workingSide = 1280

/**
 * Pixels of a picture file or of a frame of the camera, upright as EXIF says, scaled down to 1,280 pixels.
 * @param source a file, or what can be drawn: a video element, an image, a canvas
 * @throws FaceMatchError `image_unreadable`, `image_too_large`, `image_too_small`
 */
export async function readImage(source: Blob | ImageBitmapSource): Promise<RgbImage> {
  if (source instanceof Blob) checkFileSize(source.size)
  const bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' }).catch(refuseDamaged)
  try {
    checkImageSize(bitmap.width, bitmap.height)
    return drawPixels(bitmap)
  } finally {
    bitmap.close()
  }
}

function drawPixels(bitmap: ImageBitmap): RgbImage {
  const scale = Math.min(1, workingSide / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)]
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true })
  if (context === null) throw new TypeError('this browser has no 2d canvas')
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  const rgb = new Uint8Array(width * height * 3)
  for (let source = 0, target = 0; source < data.length; source += 4) {
    rgb[target++] = data[source]!
    rgb[target++] = data[source + 1]!
    rgb[target++] = data[source + 2]!
  }
  return { width, height, data: rgb }
}
