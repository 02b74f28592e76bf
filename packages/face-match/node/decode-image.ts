import sharp from 'sharp'
import { checkImageSize, FaceMatchError, imageLimits, type RgbImage } from '../src/index.ts'

/** Longest side after decoding, in pixels: more does not help, and costs memory. */
const workingSide = 1600

const signatures: readonly { offset: number; bytes: readonly number[] }[][] = [
  [{ offset: 0, bytes: [0xff, 0xd8, 0xff] }], // JPEG
  [{ offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] }], // PNG
  [
    { offset: 0, bytes: [0x52, 0x49, 0x46, 0x46] }, // RIFF …
    { offset: 8, bytes: [0x57, 0x45, 0x42, 0x50] }, // … WEBP
  ],
]

/**
 * Decodes a JPEG, PNG or WebP file, turned upright as its EXIF orientation says; large pictures are scaled down to
 * 1,600 pixels. The type is taken from the first bytes, never from a name.
 * @throws FaceMatchError `image_unreadable`, `image_too_large`, `image_too_small`
 */
export async function decodeImage(file: Uint8Array): Promise<RgbImage> {
  if (file.length > imageLimits.maxBytes) {
    throw new FaceMatchError('image_too_large', `the file has more than ${imageLimits.maxBytes} bytes; scale it down`, {
      limit: 'bytes',
      maximum: imageLimits.maxBytes,
    })
  }
  if (!hasAllowedSignature(file)) {
    throw new FaceMatchError('image_unreadable', 'the file must be a JPEG, PNG or WebP picture', {
      reason: 'type_not_allowed',
    })
  }
  const options = { failOn: 'error', limitInputPixels: imageLimits.maxPixels } as const
  const { width, height } = await sharp(file, { ...options, limitInputPixels: false })
    .metadata()
    .catch(unreadable)
  checkImageSize(width, height)
  const { data, info } = await sharp(file, options)
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .resize({ width: workingSide, height: workingSide, fit: 'inside', withoutEnlargement: true })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(unreadable)
  const image = { width: info.width, height: info.height, data }
  checkImageSize(image.width, image.height)
  return image
}

function hasAllowedSignature(file: Uint8Array): boolean {
  return signatures.some((parts) =>
    parts.every(({ offset, bytes }) => bytes.every((byte, i) => file[offset + i] === byte)),
  )
}

function unreadable(cause: unknown): never {
  throw new FaceMatchError(
    'image_unreadable',
    'the picture is damaged; send it again',
    { reason: 'damaged' },
    { cause },
  )
}
