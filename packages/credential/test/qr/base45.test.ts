import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase45, encodeBase45 } from '../../src/qr/base45.ts'

describe('the examples of RFC 9285', () => {
  test.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('section 4.3 and 4.4: %s', (text, encoded) => {
    expect(encodeBase45(Buffer.from(text))).toBe(encoded)
    expect(Buffer.from(decodeBase45(encoded)!).toString()).toBe(text)
  })

  test.each([
    // GGW is 65,536 and V5 is 256.
    ['more than two bytes', 'GGW'],
    ['three of the largest', ':::'],
    ['more than one byte', 'V5'],
    ['two of the largest', '::'],
    ['a character alone', 'A'],
    ['a zero alone', '0'],
    ['a character left over', 'BB8A'],
    ['lower case', 'bb8'],
    ['another alphabet', 'B_8'],
    ['a character of two units', 'B👩'],
  ])('section 6: refuses %s', (_, text) => {
    expect(decodeBase45(text)).toBeUndefined()
  })

  test('the largest that fit', () => {
    expect(decodeBase45('FGW')).toEqual(Uint8Array.of(255, 255))
    expect(decodeBase45('U5')).toEqual(Uint8Array.of(255))
    expect(decodeBase45('')).toEqual(Uint8Array.of())
  })
})

test('any bytes come back, and there is no other spelling of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const text = encodeBase45(bytes)
      expect(text).toMatch(/^[0-9A-Z $%*+\-./:]*$/)
      expect(decodeBase45(text)).toEqual(bytes)
    }),
    { seed: 9285 },
  )
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z $%*+\-./:]{0,12}$/), (text) => {
      const bytes = decodeBase45(text)
      if (bytes !== undefined) expect(encodeBase45(bytes)).toBe(text)
    }),
    { seed: 9285, numRuns: 300 },
  )
})
