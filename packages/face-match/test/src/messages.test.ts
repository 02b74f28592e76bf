import { describe, expect, it } from 'vitest'
import { faceMessages, imageLimits } from '../../src/index.ts'

describe('faceMessages', () => {
  it('has a Thai and an English sentence for each code, each different', () => {
    const sentences = Object.values(faceMessages).flatMap(({ th, en }) => [th, en])
    expect(new Set(sentences).size).toBe(sentences.length)
    for (const [code, { th, en }] of Object.entries(faceMessages)) {
      expect(th, code).toMatch(/^[\u0e00-\u0e7f]/)
      expect(en, code).toMatch(/^[A-Z][^\u0e00-\u0e7f]*\.$/)
    }
  })

  it('tells the limits that are in force', () => {
    const megabytes = String(imageLimits.maxBytes / 1024 / 1024)
    const megapixels = String(imageLimits.maxPixels / 1e6)
    for (const sentence of Object.values(faceMessages.image_too_large)) {
      expect(sentence).toContain(` ${megabytes} `)
      expect(sentence).toContain(` ${megapixels} `)
    }
    for (const sentence of Object.values(faceMessages.image_too_small)) {
      expect(sentence).toContain(` ${imageLimits.minShorterSide} `)
    }
  })
})
