// Pictures of rendered people, made worse in one way each, through the whole matcher.
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage, openFaceMatcher } from '../../../node/index.ts'
import type { FaceMatcher } from '../../../src/index.ts'
import { onCanvas, people, portrait, portraitFile } from '../../support/pictures.ts'

let matcher: FaceMatcher
beforeAll(async () => {
  matcher = await openFaceMatcher()
})
afterAll(() => matcher.dispose())

const worsen: readonly (readonly [code: string, how: string, make: () => Promise<Buffer>])[] = [
  ['face_too_dark', 'a quarter of the light', () => sharp(portraitFile('F2_id.jpg')).linear(0.25, 0).png().toBuffer()],
  ['face_too_bright', 'overexposed', () => sharp(portraitFile('F2_id.jpg')).linear(2.2, 60).png().toBuffer()],
  ['face_too_flat', 'behind fog', () => sharp(portraitFile('F2_id.jpg')).linear(0.18, 110).png().toBuffer()],
  ['face_blurred', 'out of focus', () => sharp(portraitFile('F2_id.jpg')).blur(12).png().toBuffer()],
  [
    'face_tilted',
    'leaning by 35°',
    () => sharp(portraitFile('M3_id.jpg')).rotate(35, { background: '#888' }).png().toBuffer(),
  ],
  ['face_too_small', '30 pixels', () => onCanvas('F1_id.jpg', 75, { width: 400, height: 400 })],
]

describe('a picture made worse', () => {
  it.each(worsen)('%s: %s', async (code, _how, make) => {
    const image = await decodeImage(await make())
    await expect(matcher.embed(image)).rejects.toMatchObject({ name: 'FaceMatchError', code })
    const { problems } = await matcher.inspect(image)
    expect(problems.map((problem) => problem.code)).toContain(code)
  })

  it('face_covered: dark glasses, and a mask', async () => {
    const original = portraitFile('M1_id.jpg')
    const { mesh } = await matcher.inspect(await portrait('M1_id.jpg'))
    const place = (i: number) => `${mesh.points[i]!.x.toFixed(0)},${mesh.points[i]!.y.toFixed(0)}`
    const draw = async (shapes: string) =>
      decodeImage(
        await sharp(original)
          .composite([{ input: Buffer.from(`<svg width="480" height="600">${shapes}</svg>`) }])
          .png()
          .toBuffer(),
      )
    const lens = (outer: number, inner: number) => {
      const [p, q] = [mesh.points[outer]!, mesh.points[inner]!]
      const width = Math.abs(q.x - p.x)
      return `<ellipse cx="${(p.x + q.x) / 2}" cy="${(p.y + q.y) / 2}" rx="${width * 0.85}" ry="${width * 0.6}" fill="#111"/>`
    }
    const glasses = await draw(lens(33, 133) + lens(263, 362))
    await expect(matcher.embed(glasses)).rejects.toMatchObject({ code: 'face_covered', details: { part: 'eyes' } })
    // Along the jaw from ear to ear, and over the nose.
    const outline = [234, 132, 172, 150, 152, 379, 397, 361, 454, 349, 4, 120].map(place).join(' ')
    const masked = await draw(`<polygon points="${outline}" fill="#7fb2dd"/>`)
    await expect(matcher.embed(masked)).rejects.toMatchObject({ code: 'face_covered', details: { part: 'mouth' } })
  })

  it('is told all that is wrong when it is described, and still gives an embedding', async () => {
    const image = await decodeImage(await sharp(portraitFile('F2_id.jpg')).linear(0.25, 0).png().toBuffer())
    const { problems, embedding } = await matcher.describe(image)
    expect(problems.map(({ code }) => code)).toContain('face_too_dark')
    expect(embedding.a.length).toBe(512)
  })
})

describe('good pictures', () => {
  it('are not refused: 13 portraits of rendered people', async () => {
    for (const { idPortrait } of people) {
      const { problems } = await matcher.describe(await portrait(idPortrait))
      expect(
        problems.map(({ code }) => code),
        idPortrait,
      ).toEqual([])
    }
  })
})
