import { readPictureSize } from '../use-cases/read-picture-size.ts'

/** A picture for a page that may load nothing: JPEG, PNG, or the third kind that the matcher reads. */
export function dataUrl(file: Uint8Array): string {
  const size = readPictureSize(file)
  const type = typeof size === 'object' ? size.type : file[0] === 0xff ? 'jpeg' : 'webp'
  return `data:image/${type};base64,${Buffer.from(file).toString('base64')}`
}
