import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { decodeImage } from '../../node/decode-image.ts'
import type { RgbImage } from '../../src/index.ts'

export type Person = { id: string; sex: string; age: number; idPortrait: string; selfies: string[] }

const portraits = new URL('../../../../scripts/synthetic-register/portraits/', import.meta.url)

/** The rendered people of the synthetic register. */
export const people = JSON.parse(readFileSync(new URL('portraits.json', portraits), 'utf8')) as Person[]

/** The bytes of a portrait. */
export function portraitFile(name: string): Buffer {
  return readFileSync(new URL(name, portraits))
}

/** A portrait, decoded. */
export function portrait(name: string): Promise<RgbImage> {
  return decodeImage(portraitFile(name))
}

/** Pictures beside each other, each scaled to its height, on grey. */
export async function sideBySide(parts: { name: string; height: number }[]): Promise<Buffer> {
  const scaled = await Promise.all(
    parts.map(({ name, height }) => sharp(portraitFile(name)).resize({ height }).toBuffer()),
  )
  const sizes = await Promise.all(scaled.map((part) => sharp(part).metadata()))
  const width = sizes.reduce((sum, size) => sum + size.width, 0)
  let left = 0
  const layers = scaled.map((input, i) => {
    const layer = { input, left, top: 0 }
    left += sizes[i]!.width
    return layer
  })
  const height = Math.max(...sizes.map((size) => size.height))
  return sharp({ create: { width, height, channels: 3, background: '#888888' } })
    .composite(layers)
    .jpeg({ quality: 92 })
    .toBuffer()
}

/** A portrait scaled to `height`, in the middle of a grey picture. */
export async function onCanvas(
  name: string,
  height: number,
  canvas: { width: number; height: number },
): Promise<Buffer> {
  const input = await sharp(portraitFile(name)).resize({ height }).toBuffer()
  return sharp({ create: { ...canvas, channels: 3, background: '#888888' } })
    .composite([{ input, gravity: 'centre' }])
    .jpeg({ quality: 92 })
    .toBuffer()
}
