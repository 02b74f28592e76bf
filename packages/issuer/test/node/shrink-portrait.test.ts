import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createShrinkPortrait } from '../../node/shrink-portrait.ts'

const picture = new URL('../../../../scripts/synthetic-register/portraits/F1_id.jpg', import.meta.url)
const dataUrl = (bytes: Uint8Array, type = 'image/jpeg') =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`

test('a portrait of the register becomes small enough for a few QR codes, and stays three by four', async () => {
  const original = await readFile(picture)
  const shrunk = await createShrinkPortrait()(dataUrl(original))
  expect(shrunk.startsWith('data:image/webp;base64,')).toBe(true)
  const bytes = Buffer.from(shrunk.split(',')[1] ?? '', 'base64')
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 180, height: 240 })
  expect(bytes.length).toBeLessThan(4000)
  expect(original.length).toBeGreaterThan(10 * bytes.length)
})

test('what a camera notes beside the picture is gone', async () => {
  const noted = await sharp(await readFile(picture))
    .withExif({ IFD0: { Copyright: 'somebody' } })
    .jpeg()
    .toBuffer()
  const shrunk = await createShrinkPortrait()(dataUrl(noted))
  const { exif } = await sharp(Buffer.from(shrunk.split(',')[1] ?? '', 'base64')).metadata()
  expect(exif).toBeUndefined()
})

test('the same portrait is made once', async () => {
  const shrink = createShrinkPortrait()
  const portrait = dataUrl(await readFile(picture))
  expect(shrink(portrait)).toBe(shrink(portrait))
})

test.each(['hello', 'data:image/jpeg;base64,AAAA', 'data:text/html;base64,AAAA'])(
  '%s stays as it is',
  async (portrait) => {
    expect(await createShrinkPortrait()(portrait)).toBe(portrait)
  },
)
