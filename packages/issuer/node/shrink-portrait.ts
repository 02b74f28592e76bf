import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { ShrinkPortrait } from '../src/index.ts'

/** Three by four, as on the card; 30 mm wide at 150 dots an inch. */
const WIDTH = 180
const HEIGHT = 240
/** Some 2 KB: a presentation with a portrait is then 3 or 4 QR codes. */
const QUALITY = 50
const KEPT = 1000
const DATA_URL = /^data:image\/(?:jpeg|png|webp);base64,([A-Za-z0-9+/=]+)$/
/** A register's picture is a face and no poster; larger ones are left as they are. */
const MAX_PIXELS = 50_000_000

/**
 * Makes the portrait of the register small enough for credentials that are shown as QR codes. The same person is often
 * issued to many times in a row, so the last thousand are kept, under the hash of the picture that they came from.
 *
 * A picture that cannot be read stays as it is: that is for whoever imports registers to find out.
 */
export function createShrinkPortrait(): ShrinkPortrait {
  const kept = new Map<string, Promise<string>>()
  return (portrait) => {
    const name = createHash('sha256').update(portrait).digest('base64url')
    const known = kept.get(name)
    if (known !== undefined) return known
    const [oldest] = kept.keys()
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest)
    const shrunk = shrink(portrait)
    kept.set(name, shrunk)
    return shrunk
  }
}

async function shrink(portrait: string): Promise<string> {
  const [, base64] = DATA_URL.exec(portrait) ?? []
  if (base64 === undefined) return portrait
  try {
    const webp = await sharp(Buffer.from(base64, 'base64'), { limitInputPixels: MAX_PIXELS })
      .rotate()
      .resize(WIDTH, HEIGHT, { fit: 'cover', position: 'top' })
      .webp({ quality: QUALITY, effort: 6, smartSubsample: true })
      .toBuffer()
    return `data:image/webp;base64,${webp.toString('base64')}`
  } catch {
    return portrait
  }
}
