import { deepStrictEqual } from 'node:assert/strict'
import { CredentialError, encodeBase64url, encodeBase64urlText, parseJson, parseJsonObject } from '@bai/credential'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/** JSON as it is written, where a name may be there twice: members are a list of pairs. */
type Written = { readonly text: string; readonly duplicated: boolean }

const space = fc.constantFrom('', '', ' ', '\n', '\t  ')
const word = fc.oneof(
  fc.constantFrom('a', 'b', '__proto__', ':', '"', '\\', '\\"', '{', 'ก'),
  fc.string({ maxLength: 3 }),
)

/** A string with some of its characters escaped, as any writer may. */
const written = fc.tuple(word, fc.nat()).map(([value, seed]) => ({ value, text: escapeSome(value, seed) }))

function escapeSome(value: string, seed: number): string {
  const characters = [
    ...JSON.stringify(value)
      .slice(1, -1)
      .matchAll(/\\u.{4}|\\.|[^\\]/gsu),
  ].map(([match]) => match)
  const escaped = characters.map((character, i) =>
    character.length === 1 && ((seed >> (i % 8)) & 1) === 1
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
      : character,
  )
  return `"${escaped.join('')}"`
}

const document = fc.letrec<{ value: Written; object: Written; array: Written }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    written.map(({ text }) => ({ text, duplicated: false })),
    fc.constantFrom('1', '-0', '1e3', 'true', 'null').map((text) => ({ text, duplicated: false })),
    tie('object'),
    tie('array'),
  ),
  object: fc.tuple(fc.array(fc.tuple(written, space, tie('value')), { maxLength: 4 }), space).map(([members, gap]) => ({
    text: `{${members.map(([name, before, value]) => `${before}${name.text}${gap}:${gap}${value.text}`).join(',')}${gap}}`,
    duplicated:
      new Set(members.map(([name]) => name.value)).size < members.length ||
      members.some(([, , value]) => value.duplicated),
  })),
  array: fc.tuple(fc.array(tie('value'), { maxLength: 4 }), space).map(([elements, gap]) => ({
    text: `[${gap}${elements.map(({ text }) => text).join(`${gap},`)}]`,
    duplicated: elements.some(({ duplicated }) => duplicated),
  })),
})).value

function reasonOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof CredentialError && 'reason' in error.details) return String(error.details.reason)
    throw error
  }
  return 'none'
}

describe('parseJson', () => {
  test('is JSON.parse where no name is there twice, and refuses the rest', () => {
    fc.assert(
      fc.property(document, ({ text, duplicated }) => {
        if (duplicated) expect(reasonOf(() => parseJson(text, 'test'))).toBe('duplicate_key')
        else deepStrictEqual(parseJson(text, 'test'), JSON.parse(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('refuses exactly what JSON.parse refuses', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'{}[]":,\\ue0123tnl ab'), maxLength: 12 })
    fc.assert(
      fc.property(noise, (text) => {
        let value: unknown
        try {
          value = JSON.parse(text)
        } catch {
          expect(reasonOf(() => parseJson(text, 'test'))).toBe('syntax')
          return
        }
        const reason = reasonOf(() => parseJson(text, 'test'))
        if (reason === 'none') deepStrictEqual(parseJson(text, 'test'), value)
        else expect(reason).toBe('duplicate_key')
      }),
      { numRuns: 3000 },
    )
  })

  test.each([
    ['{"a":1,"a":1}'],
    ['{"a":1,"\\u0061":1}'],
    ['{"__proto__":1,"__proto__":2}'],
    ['[{"a":{"b":1,"b":2}}]'],
    ['{"":1,"":2}'],
  ])('refuses %s', (text) => {
    expect(reasonOf(() => parseJson(text, 'test'))).toBe('duplicate_key')
  })

  test('reads 32 levels and no more, however long the text', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(reasonOf(() => parseJson(nested(32), 'test'))).toBe('none')
    expect(reasonOf(() => parseJson(nested(33), 'test'))).toBe('too_deep')
    expect(reasonOf(() => parseJson(nested(100_000), 'test'))).toMatch(/too_deep|syntax/)
    expect(reasonOf(() => parseJson(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, 'test'))).toBe('too_deep')
  })

  test('keeps __proto__ as a member', () => {
    const value = parseJson('{"__proto__":{"admin":true}}', 'test')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect((value as { admin?: boolean }).admin).toBeUndefined()
  })
})

describe('parseJsonObject', () => {
  test.each(['[]', 'null', '1', '"a"', 'true'])('refuses %s', (text) => {
    expect(reasonOf(() => parseJsonObject(encodeBase64urlText(text), 'test'))).toBe('not_an_object')
  })

  test('refuses bytes that are not UTF-8, and a byte order mark', () => {
    const bytes = (...values: number[]) => encodeBase64url(Uint8Array.from(values))
    expect(reasonOf(() => parseJsonObject(bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 'test'))).toBe('encoding')
    expect(reasonOf(() => parseJsonObject(bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d), 'test'))).toBe('syntax')
    // A surrogate on its own, as CESU-8 writes it.
    expect(reasonOf(() => parseJsonObject(bytes(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d), 'test'))).toBe(
      'encoding',
    )
  })
})

describe('long text', () => {
  const filler = `"${'x'.repeat(10_000)}"`

  test('that is nested too deeply is refused without reading it all', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = `[${filler},${open.repeat(40)}1${close.repeat(40)}]`
      expect(reasonOf(() => parseJson(deep, 'test'))).toBe('too_deep')
    }
  })

  test('may have as many brackets as it likes, one after the other or inside of strings', () => {
    const texts = [`[${filler},${'[],{},'.repeat(2000)}1]`, `[${filler},"${'[{'.repeat(500)}\\"[[["]`]
    for (const text of texts) deepStrictEqual(parseJson(text, 'test'), JSON.parse(text))
  })

  test('with a string that does not end is no JSON', () => {
    expect(reasonOf(() => parseJson(`[${filler},"${'a'.repeat(100)}`, 'test'))).toBe('syntax')
  })
})
