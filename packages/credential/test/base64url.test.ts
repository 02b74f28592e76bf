import { CredentialError, decodeBase64url, encodeBase64url, encodeBase64urlText } from '@bai/credential'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64urlTexts } from '../src/base64url.ts'

/** Text that is often nearly right: the alphabet, with a stranger now and then. */
const nearly = fc.string({
  unit: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') },
    fc.constantFrom('=', '+', '/', ' ', '\n', '.', 'é', 'Ａ', '\ud800'),
  ),
  maxLength: 40,
})

describe('base64url', () => {
  test('encodes as Buffer does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(encodeBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      }),
    )
  })

  test('encodes text as its UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(encodeBase64urlText(text)).toBe(Buffer.from(text, 'utf8').toString('base64url'))
      }),
    )
  })

  test('encodes many texts as it does one', () => {
    const text = fc.oneof(
      { weight: 9, arbitrary: fc.string({ unit: 'binary' }) },
      fc.nat(20_000).map((length) => 'ก'.repeat(length)),
    )
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
        expect(encodeBase64urlTexts(texts)).toEqual(texts.map((one) => Buffer.from(one, 'utf8').toString('base64url')))
      }),
    )
  })

  test('decodes what it encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect([...decodeBase64url(encodeBase64url(bytes), 'test')]).toEqual([...bytes])
      }),
    )
  })

  test('refuses every text that Buffer would write otherwise, and no other', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        const bytes = Buffer.from(text, 'base64url')
        if (bytes.toString('base64url') === text) expect([...decodeBase64url(text, 'test')]).toEqual([...bytes])
        else expect(() => decodeBase64url(text, 'test')).toThrow(CredentialError)
      }),
      { numRuns: 2000 },
    )
  })

  // RFC 4648, section 10, without padding.
  test.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('RFC 4648, section 10: %j', (text, encoded) => {
    expect(encodeBase64urlText(text)).toBe(encoded)
    expect(new TextDecoder().decode(decodeBase64url(encoded, 'test'))).toBe(text)
  })
})
