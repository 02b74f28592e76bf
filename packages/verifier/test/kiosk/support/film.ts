import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { encode } from 'uqr'

/** What may become of the codes between a screen and a camera. */
export type FilmFaults = {
  /** Sigma of a Gaussian blur, in pixels of the film. */
  readonly blur?: number
  readonly degrees?: number
}

const WIDTH = 960
const HEIGHT = 720
const MODULE_PIXELS = 5
/** Chromium plays such films at 30 frames a second: each code is seen for a fifth of a second. */
const REPEATS = 6

/** Writes the film that a camera shows over and over: Motion JPEG, which is pictures one after the other. */
export async function filmCodes(path: string, texts: readonly string[], faults: FilmFaults = {}): Promise<void> {
  const pictures = []
  for (const text of texts) pictures.push(await shootCode(text, faults))
  await writeFile(path, Buffer.concat(pictures.flatMap((picture) => Array<Buffer>(REPEATS).fill(picture))))
}

/** A film of one picture. */
export async function filmPicture(path: string, picture: Buffer): Promise<void> {
  const frame = await sharp(picture).resize(WIDTH, HEIGHT, { fit: 'contain' }).jpeg().toBuffer()
  await writeFile(path, Buffer.concat(Array<Buffer>(REPEATS).fill(frame)))
}

async function shootCode(text: string, { blur, degrees = 0 }: FilmFaults): Promise<Buffer> {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const pixels = Buffer.from(data.flat().map((isDark) => (isDark ? 20 : 235)))
  const code = await sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
    .resize(size * MODULE_PIXELS, undefined, { kernel: 'nearest' })
    .rotate(degrees, { background: '#888' })
    .png()
    .toBuffer()
  const table = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#888' } })
  const picture = sharp(
    await table
      .composite([{ input: code }])
      .png()
      .toBuffer(),
  )
  return (blur === undefined ? picture : picture.blur(blur)).jpeg({ quality: 80 }).toBuffer()
}
