import { IssuerError } from '../errors.ts'
import { readPictureSize } from './read-picture-size.ts'

export const PRESCRIBED_PICTURE = { maxBytes: 2_000_000, minSide: 200, maxSide: 4096 } as const

/**
 * Checks what can be told of an agency's picture without decoding it: that it is a JPEG or a PNG, by its bytes and not by
 * any name, and of the prescribed size. Whether it has one face is the matcher's to tell.
 *
 * @throws IssuerError `picture_unusable` with the reason `image_empty`, `image_too_large`, `image_type_not_allowed`,
 * `image_unreadable` or `image_too_small`
 */
export function checkPrescribedPicture(file: Uint8Array, picture: 'first' | 'second'): void {
  const refusal = reasonToRefuse(file)
  if (refusal === undefined) return
  throw new IssuerError('picture_unusable', refusal.message, { picture, reason: refusal.reason })
}

function reasonToRefuse(file: Uint8Array): { readonly reason: string; readonly message: string } | undefined {
  const { maxBytes, minSide, maxSide } = PRESCRIBED_PICTURE
  if (file.length === 0) return { reason: 'image_empty', message: 'The picture has no bytes.' }
  if (file.length > maxBytes) {
    return { reason: 'image_too_large', message: `The picture has more than ${maxBytes} bytes; scale it down.` }
  }
  const size = readPictureSize(file)
  if (size === undefined) {
    return { reason: 'image_unreadable', message: 'The picture is damaged; send it again.' }
  }
  if (size === 'other_type') {
    return { reason: 'image_type_not_allowed', message: 'The picture must be a JPEG or a PNG.' }
  }
  if (Math.min(size.width, size.height) < minSide) {
    return { reason: 'image_too_small', message: `Each side of the picture must have ${minSide} pixels or more.` }
  }
  if (Math.max(size.width, size.height) > maxSide) {
    const message = `No side of the picture may have more than ${maxSide} pixels; scale it down.`
    return { reason: 'image_too_large', message }
  }
  return undefined
}
