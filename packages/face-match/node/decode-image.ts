import sharp, { type Metadata } from 'sharp'
import { checkFileSize, checkImageSize, imageLimits, refuseDamaged } from '../src/image.ts'
import { FaceMatchError, type RgbImage } from '../src/index.ts'
import { isAnimatedPng } from './animated-png.ts'

/** Longest side after decoding, in pixels: more does not help, and costs memory. */
const workingSide = 1280

const jpeg = [{ offset: 0, bytes: [0xff, 0xd8, 0xff] }]
const png = [{ offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] }]
const signatures: readonly Signature[] = [
  jpeg,
  png,
  [
    { offset: 0, bytes: [0x52, 0x49, 0x46, 0x46] }, // RIFF …
    { offset: 8, bytes: [0x57, 0x45, 0x42, 0x50] }, // … WEBP
  ],
]

/**
 * Decodes a JPEG, PNG or WebP file, turned upright as its EXIF orientation says; large pictures are scaled down to
 * 1,280 pixels. The type is taken from the first bytes, never from a name.
 * @throws FaceMatchError `image_unreadable`, `image_animated`, `image_colours_unsupported`, `image_too_large`,
 * `image_too_small`
 */
export async function decodeImage(file: Uint8Array): Promise<RgbImage> {
  checkFile(file)
  const options = { failOn: 'error', limitInputPixels: imageLimits.maxPixels } as const
  checkMetadata(
    await sharp(file, { ...options, limitInputPixels: false })
      .metadata()
      .catch(refuseDamaged),
  )
  const { data, info } = await sharp(file, options)
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .resize({ width: workingSide, height: workingSide, fit: 'inside', withoutEnlargement: true })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(refuseDamaged)
  const image = { width: info.width, height: info.height, data }
  checkImageSize(image.width, image.height)
  return image
}

function checkFile(file: Uint8Array): void {
  if (file.length === 0) {
    throw new FaceMatchError('image_unreadable', 'the file is empty; send the picture again', { reason: 'empty' })
  }
  checkFileSize(file.length)
  if (!signatures.some((signature) => hasSignature(file, signature))) {
    throw new FaceMatchError('image_unreadable', 'the file must be a JPEG, PNG or WebP picture', {
      reason: 'type_not_allowed',
    })
  }
  if (hasSignature(file, png) && isAnimatedPng(file)) throw animated()
}

/** What the header says, before a single pixel is decoded. */
function checkMetadata({ width, height, pages = 1, depth, space }: Metadata): void {
  checkImageSize(width, height)
  if (pages > 1) throw animated()
  // Other depths and spaces would be converted by rules that nobody chose, and the networks would see another face.
  const found = space === 'cmyk' ? 'cmyk' : depth === 'ushort' ? '16_bit' : depth === 'uchar' ? undefined : 'other'
  if (found === undefined && (space === 'srgb' || space === 'b-w')) return
  throw new FaceMatchError(
    'image_colours_unsupported',
    'the picture must be RGB or grey with 8 bits a channel; save it so',
    { found: found ?? 'other' },
  )
}

type Signature = readonly { offset: number; bytes: readonly number[] }[]

function hasSignature(file: Uint8Array, signature: Signature): boolean {
  return signature.every(({ offset, bytes }) => bytes.every((byte, i) => file[offset + i] === byte))
}

function animated() {
  return new FaceMatchError('image_animated', 'the picture is animated; send a still one', {})
}
