import type { Json, JsonObject } from '@bai/credential'
import { nationalIdCard } from '@bai/credential'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deriveClaims } from '../../src/derivation/derive-claims.ts'
import { explainDerivation } from '../../src/derivation/explain-derivation.ts'
import { IssuerError } from '../../src/errors.ts'
import { EXAMPLES, exampleFile, parseFile } from './example-derivations.ts'

const NOW = new Date('2026-11-23T11:30:00Z')
const NAMES = ['__proto__', 'constructor', 'path', 'members', 'is_holder', 'birthdate', 'evidence']
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(...NAMES, '1990', '2006-02-30', [], {}, null, -1, NaN),
)

/** Every place in a document, as the way to it. */
function placesIn(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way]
  return [way, ...Object.entries(value).flatMap(([name, child]) => placesIn(child, [...way, name]))]
}

function put(document: any, [first, ...rest]: readonly string[], value: unknown): any {
  if (first === undefined) return value
  const copy = Array.isArray(document) ? [...document] : { ...document }
  copy[first] = put(copy[first], rest, value)
  return copy
}

/** @returns nothing for what was refused as it should be */
function orRefused<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch (error) {
    expect(error).toBeInstanceOf(IssuerError)
    return undefined
  }
}

it('a derivation with anything anywhere is refused in words, or explains itself', () => {
  let good = 0
  const change = fc.record({ name: fc.constantFrom(...EXAMPLES), at: fc.nat(), value: anything })
  fc.assert(
    fc.property(change, ({ name, at, value }) => {
      const file = exampleFile(name)
      const places = placesIn(file)
      const parsed = orRefused(() => parseFile(put(file, places[at % places.length]!, value)))
      if (parsed === undefined) return
      good += 1
      for (const { is } of explainDerivation(parsed.derivation)) expect(is.en).not.toContain('undefined')
    }),
    { numRuns: 500 },
  )
  // Labels and texts may be anything: some of the changed ones still work.
  expect(good).toBeGreaterThan(0)
})

it('whatever is shown, claims come of it or it is refused', () => {
  const claims = fc.dictionary(
    fc.constantFrom(...NAMES, 'name_th', 'role', 'portrait', 'address', '20'),
    fc.jsonValue(),
  )
  const rows = fc.array(fc.oneof(claims, anything), { maxLength: 3 })
  fc.assert(
    fc.property(fc.constantFrom(...EXAMPLES), claims, rows, anything, (name, shown, members, record) => {
      const credential = {
        vct: nationalIdCard.vct,
        issuer: { id: 'did:x', name: { th: 'x', en: 'x' } },
        level: 'high' as const,
      }
      const presented = new Map([
        ['id_card', { ...credential, claims: shown as JsonObject }],
        ['house', { ...credential, claims: { ...shown, members: members as Json } as JsonObject }],
      ])
      const { derivation } = parseFile(exampleFile(name))
      const derived = orRefused(() => deriveClaims(derivation, { presented, record: record as JsonObject, now: NOW }))
      expect(derived === undefined || Array.isArray(derived['evidence'])).toBe(true)
    }),
    { numRuns: 500 },
  )
})
