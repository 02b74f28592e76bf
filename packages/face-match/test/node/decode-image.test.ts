import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage, engineName, openFaceMatcher } from '../../node/index.ts'
import { compareEmbeddings, type FaceMatcher } from '../../src/index.ts'
import { portraitFile } from '../support/pictures.ts'

function refusal(code: string, details?: object) {
  return expect.objectContaining({ name: 'FaceMatchError', code, ...(details && { details }) })
}

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#c08040' } })
}

describe('decodeImage', () => {
  it('reads JPEG, PNG and WebP to RGB', async () => {
    for (const file of [
      await plain(150, 120).jpeg().toBuffer(),
      await plain(150, 120).png().toBuffer(),
      await plain(150, 120).webp().toBuffer(),
    ]) {
      const { width, height, data } = await decodeImage(file)
      expect([width, height, data.length]).toEqual([150, 120, 150 * 120 * 3])
      for (const [c, expected] of [0xc0, 0x80, 0x40].entries()) {
        expect(Math.abs(data[(60 * 150 + 70) * 3 + c]! - expected)).toBeLessThan(4)
      }
    }
  })

  it('makes RGB of grey pictures and of pictures with 16 bits, and puts transparent ones on white', async () => {
    const grey = await decodeImage(await plain(120, 120).toColourspace('b-w').png().toBuffer())
    expect(grey.data.length).toBe(120 * 120 * 3)
    expect(grey.data[0]).toBe(grey.data[2])
    const deep = await decodeImage(await plain(120, 120).toColourspace('rgb16').png().toBuffer())
    expect(Array.from(deep.data.subarray(0, 3))).toEqual([0xc0, 0x80, 0x40])
    const clear = sharp({
      create: { width: 120, height: 120, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    })
    expect((await decodeImage(await clear.png().toBuffer())).data[5]).toBe(255)
  })

  it('scales large pictures down to 1,600 pixels and keeps their shape', async () => {
    const { width, height } = await decodeImage(await plain(3200, 2000).jpeg().toBuffer())
    expect([width, height]).toEqual([1600, 1000])
  })

  it('refuses other types by their first bytes, whatever they hold', async () => {
    const details = { reason: 'type_not_allowed' }
    for (const file of [
      Buffer.from('this is a letter, not a picture'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"/>'),
      await plain(200, 200).gif().toBuffer(),
      await plain(200, 200).tiff().toBuffer(),
      Buffer.alloc(0),
    ]) {
      await expect(decodeImage(file)).rejects.toEqual(refusal('image_unreadable', details))
    }
  })

  it('refuses truncated pictures and bare beginnings', async () => {
    const file = portraitFile('F1_id.jpg')
    const png = await plain(300, 300).png().toBuffer()
    for (const damaged of [
      file.subarray(0, file.length / 2),
      file.subarray(0, 200),
      file.subarray(0, 3),
      png.subarray(0, png.length - 40),
      Buffer.concat([Buffer.from('RIFF\x10\0\0\0WEBP'), Buffer.alloc(30)]),
    ]) {
      await expect(decodeImage(damaged)).rejects.toEqual(refusal('image_unreadable', { reason: 'damaged' }))
    }
  })

  it('refuses files over 10 MB before reading them', async () => {
    const padded = Buffer.concat([portraitFile('F1_id.jpg'), Buffer.alloc(10 * 1024 * 1024)])
    await expect(decodeImage(padded)).rejects.toEqual(
      refusal('image_too_large', { limit: 'bytes', maximum: 10_485_760 }),
    )
  })

  it('refuses more than 50 megapixels however small the file', async () => {
    const bomb = await plain(10_000, 5_001).png({ compressionLevel: 9 }).toBuffer()
    expect(bomb.length).toBeLessThan(1_000_000)
    await expect(decodeImage(bomb)).rejects.toEqual(
      refusal('image_too_large', { limit: 'pixels', maximum: 50_000_000 }),
    )
  })

  it('refuses a shorter side under 112 pixels, also when it is only short after scaling down', async () => {
    await expect(decodeImage(await plain(500, 111).png().toBuffer())).rejects.toEqual(refusal('image_too_small'))
    await expect(decodeImage(await plain(6000, 300).png().toBuffer())).rejects.toEqual(refusal('image_too_small'))
    await expect(decodeImage(await plain(112, 112).png().toBuffer())).resolves.toMatchObject({ width: 112 })
  })
})

describe('EXIF orientation', () => {
  let matcher: FaceMatcher
  beforeAll(async () => {
    matcher = await openFaceMatcher()
  })
  afterAll(() => matcher.dispose())

  it('is honoured: the same face comes out of pictures stored on their side or upside down', async () => {
    const original = await matcher.embed(await decodeImage(portraitFile('M1_id.jpg')))
    // Orientation tag and the clockwise turn that the stored pixels have had.
    for (const { orientation, turn } of [
      { orientation: 3, turn: 180 },
      { orientation: 6, turn: 270 },
      { orientation: 8, turn: 90 },
    ]) {
      const stored = await sharp(portraitFile('M1_id.jpg'))
        .rotate(turn)
        .withMetadata({ orientation })
        .jpeg({ quality: 95 })
        .toBuffer()
      const upright = await decodeImage(stored)
      expect([upright.width, upright.height]).toEqual([480, 600])
      const turned = await matcher.embed(upright)
      // 1 less what strong descriptions take from a score, at most .0875, and less what saving it again costs.
      expect(compareEmbeddings(turned, original), `orientation ${orientation}`).toBeGreaterThan(0.89)
    }
  })
})

describe('engineName', () => {
  it('names one of the two engines', async () => {
    expect(['wasm', 'tensorflow']).toContain(await engineName())
  })
})
