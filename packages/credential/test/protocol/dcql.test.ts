import {
  claimAlternatives,
  DcqlQuerySchema,
  isRequested,
  type Json,
  satisfiesClaim,
  selectClaims,
} from '@bai/credential'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const claims: Json = {
  name: 'Arthur',
  address: { street: '42 Market Street', locality: 'Milliways' },
  degrees: [{ type: 'Bachelor', university: 'Betelgeuse' }, { type: 'Master' }],
  nationalities: ['British', 'Betelgeusian'],
  nothing: null,
}

describe('selectClaims', () => {
  // The paths are those of the example in OpenID4VP 1.0, section 7.3.
  test.each<[(string | number | null)[], readonly Json[]]>([
    [['name'], ['Arthur']],
    [['address'], [{ street: '42 Market Street', locality: 'Milliways' }]],
    [['address', 'street'], ['42 Market Street']],
    [
      ['degrees', null, 'type'],
      ['Bachelor', 'Master'],
    ],
    [['degrees', null, 'university'], ['Betelgeuse']],
    [['nationalities', 1], ['Betelgeusian']],
    [['nationalities', 2], []],
    [['nothing'], [null]],
    [['nothing', 'a'], []],
    [['name', 0], []],
    [['address', null], []],
    [['degrees', 'type'], []],
    [['toString'], []],
    [['__proto__'], []],
    [['degrees', 'length'], []],
  ])('%j', (path, selected) => {
    expect(selectClaims(claims, path)).toEqual(selected)
  })
})

describe('satisfiesClaim', () => {
  test.each<[string, (string | number | null)[], (string | number | boolean)[] | undefined, boolean]>([
    ['something is there', ['name'], undefined, true],
    ['nothing is there', ['email'], undefined, false],
    ['null is something', ['nothing'], undefined, true],
    ['one of the values', ['name'], ['Ford', 'Arthur'], true],
    ['none of the values', ['name'], ['Ford'], false],
    ['one of several elements', ['nationalities', null], ['British'], true],
    ['a value of another type', ['nationalities', null], [1], false],
  ])('%s', (_, path, values, answer) => {
    expect(satisfiesClaim(claims, { path, ...(values && { values }) })).toBe(answer)
  })
})

describe('claimAlternatives', () => {
  const one = { id: 'a', path: ['x'] }
  const two = { id: 'b', path: ['y'] }
  const base = { id: 'q', format: 'dc+sd-jwt' as const, meta: { vct_values: ['v'] } }

  test('no claims: nothing that can be withheld is asked for', () => {
    expect(claimAlternatives(base)).toEqual([[]])
  })

  test('claims without sets: all of them', () => {
    expect(claimAlternatives({ ...base, claims: [one, two] })).toEqual([[one, two]])
  })

  test('sets: each in turn, best first', () => {
    expect(claimAlternatives({ ...base, claims: [one, two], claim_sets: [['b'], ['a', 'b']] })).toEqual([
      [two],
      [one, two],
    ])
  })
})

describe('isRequested', () => {
  test.each<[readonly (string | number)[], (string | number | null)[], boolean]>([
    [['name'], ['name'], true],
    [['address'], ['address', 'street'], true],
    [['address', 'street'], ['address'], true],
    [['address', 'street'], ['address', 'locality'], false],
    [['degrees', 3], ['degrees', null], true],
    [['degrees', 3, 'type'], ['degrees', null, 'type'], true],
    [['degrees', 3, 'university'], ['degrees', null, 'type'], false],
    [['degrees', 1], ['degrees', 0], false],
    [['degrees', 'x'], ['degrees', null], false],
    [['other'], ['name'], false],
  ])('%j for %j: %s', (disclosed, requested, answer) => {
    expect(isRequested(disclosed, [requested])).toBe(answer)
  })

  test('nothing is, where nothing was asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat()), { minLength: 1 }), (path) => {
        expect(isRequested(path, [])).toBe(false)
      }),
    )
  })

  test('whatever a path selects is requested by it, and so is all above and below', () => {
    const paths = fc.constantFrom<(string | number | null)[]>(
      ['name'],
      ['address', 'street'],
      ['degrees', null, 'type'],
      ['nationalities', 0],
    )
    fc.assert(
      fc.property(paths, fc.nat(3), (path, cut) => {
        const concrete = path.map((step) => step ?? 1)
        expect(isRequested([...concrete, 'below'], [path])).toBe(true)
        expect(isRequested(concrete.slice(0, Math.max(1, concrete.length - cut)), [path])).toBe(true)
      }),
    )
  })
})

describe('DcqlQuerySchema', () => {
  const query = { id: 'q', format: 'dc+sd-jwt', meta: { vct_values: ['v'] } }

  test('a set of credentials is required unless it says otherwise', () => {
    const parsed = DcqlQuerySchema.parse({ credentials: [query], credential_sets: [{ options: [['q']] }] })
    expect(parsed.credential_sets?.[0]?.required).toBe(true)
  })

  test.each([
    ['no credentials', { credentials: [] }],
    ['two queries of one id', { credentials: [query, query] }],
    ['another format', { credentials: [{ ...query, format: 'mso_mdoc' }] }],
    ['no types', { credentials: [{ ...query, meta: {} }] }],
    ['an id with a space', { credentials: [{ ...query, id: 'a b' }] }],
    ['an empty path', { credentials: [{ ...query, claims: [{ path: [] }] }] }],
    ['a negative index', { credentials: [{ ...query, claims: [{ path: ['a', -1] }] }] }],
    ['empty values', { credentials: [{ ...query, claims: [{ path: ['a'], values: [] }] }] }],
    [
      'a set of a claim that is not there',
      { credentials: [{ ...query, claims: [{ id: 'a', path: ['a'] }], claim_sets: [['b']] }] },
    ],
    ['sets without claims', { credentials: [{ ...query, claim_sets: [['a']] }] }],
    ['no holder binding', { credentials: [{ ...query, require_cryptographic_holder_binding: false }] }],
  ])('refuses %s', (_, value) => {
    expect(DcqlQuerySchema.safeParse(value).success).toBe(false)
  })
})
