import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage, openFaceMatcher } from '../../node/index.ts'
import { compareEmbeddings, type FaceMatcher } from '../../src/index.ts'
import { portraitFile } from '../support/pictures.ts'

function refusal(code: string, details?: object) {
  return expect.objectContaining({ name: 'FaceMatchError', code, ...(details && { details }) })
}

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#c08040' } })
}

function frame(background: string) {
  return sharp({ create: { width: 150, height: 150, channels: 3, background } })
    .png()
    .toBuffer()
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

  it('makes RGB of grey pictures, and puts transparent ones on white', async () => {
    const grey = await decodeImage(await plain(120, 120).toColourspace('b-w').png().toBuffer())
    expect(grey.data.length).toBe(120 * 120 * 3)
    expect(grey.data[0]).toBe(grey.data[2])
    const clear = sharp({
      create: { width: 120, height: 120, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } },
    })
    expect((await decodeImage(await clear.png().toBuffer())).data[5]).toBe(255)
  })

  it('refuses colours that would have to be converted: CMYK, 16 bits', async () => {
    const cmyk = await plain(120, 120).toColourspace('cmyk').jpeg().toBuffer()
    await expect(decodeImage(cmyk)).rejects.toEqual(refusal('image_colours_unsupported', { found: 'cmyk' }))
    for (const space of ['rgb16', 'grey16']) {
      const deep = await plain(120, 120).toColourspace(space).png().toBuffer()
      await expect(decodeImage(deep)).rejects.toEqual(refusal('image_colours_unsupported', { found: '16_bit' }))
    }
  })

  it('refuses animated pictures', async () => {
    const frames = await Promise.all(['#c08040', '#4080c0'].map((colour) => frame(colour)))
    const animated = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer()
    await expect(decodeImage(animated)).rejects.toEqual(refusal('image_animated'))

    // An animated PNG is a PNG with one more chunk, which must stand right after the header of 8 + 25 bytes.
    const still = await plain(150, 150).png().toBuffer()
    const control = Buffer.from('000000086163544c0000000200000000f38d9370', 'hex')
    const apng = Buffer.concat([still.subarray(0, 33), control, still.subarray(33)])
    await expect(decodeImage(apng)).rejects.toEqual(refusal('image_animated'))
    await expect(decodeImage(still)).resolves.toMatchObject({ width: 150 })
  })

  it('scales large pictures down to 1,280 pixels and keeps their shape', async () => {
    const { width, height } = await decodeImage(await plain(3200, 2000).jpeg().toBuffer())
    expect([width, height]).toEqual([1280, 800])
  })

  it('refuses other types by their first bytes, whatever they hold', async () => {
    const details = { reason: 'type_not_allowed' }
    for (const file of [
      Buffer.from('this is a letter, not a picture'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"/>'),
      await plain(200, 200).gif().toBuffer(),
      await plain(200, 200).tiff().toBuffer(),
      Buffer.from('%PDF-1.7\n1 0 obj'),
    ]) {
      await expect(decodeImage(file)).rejects.toEqual(refusal('image_unreadable', details))
    }
  })

  it('refuses an empty file', async () => {
    await expect(decodeImage(Buffer.alloc(0))).rejects.toEqual(refusal('image_unreadable', { reason: 'empty' }))
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
    const bomb = await plain(10_000, 10_000).png({ compressionLevel: 9 }).toBuffer()
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
