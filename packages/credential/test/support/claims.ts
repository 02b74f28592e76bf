import type { DisclosureFrame, Json, JsonObject } from '@bai/credential'
import * as fc from 'fast-check'

/** Not names of claims, or names of claims that mean a time. */
const RESERVED = new Set(['_sd', '_sd_alg', '...', 'exp', 'nbf', 'iat'])
const odd = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '0',
  '',
  'ชื่อ',
  '👩‍👧',
  '"',
  '\\',
  '~',
  '.',
)
const anyName = fc
  .oneof({ weight: 3, arbitrary: fc.string({ maxLength: 6 }) }, odd)
  .filter((name) => !RESERVED.has(name))
/** Names that other implementations carry without loss. */
const plainName = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/).filter((name) => !RESERVED.has(name))
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('\ud800', '\u2028', 'ก่อน', '\u0000', '"\\'),
)
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)

function valueWith(name: fc.Arbitrary<string>): fc.Arbitrary<Json> {
  return fc.letrec<{ value: Json; object: Json; array: Json }>((tie) => ({
    value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, tie('object'), tie('array')),
    object: fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map(objectOf),
    array: fc.array(tie('value'), { maxLength: 4 }),
  })).value
}

/** An object of its own members, `__proto__` among them, as it comes back from JSON. */
function objectOf(members: readonly (readonly [string, Json])[]): JsonObject {
  const unique = new Map(members)
  return JSON.parse(
    `{${[...unique].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
  )
}

export type FramedClaims = { readonly claims: JsonObject; readonly frame: DisclosureFrame }

/** Claims of any shape that JSON has, with a frame that fits them. @param odd with names that are a trap */
export function framedClaims({ oddNames }: { readonly oddNames: boolean }): fc.Arbitrary<FramedClaims> {
  const name = oddNames ? anyName : plainName
  return fc
    .array(fc.tuple(name, valueWith(name)), { minLength: 1, maxLength: 6 })
    .map(objectOf)
    .chain((claims) => objectFrame(claims).map((frame) => ({ claims, frame })))
}

const padTo = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined })

function objectFrame(object: JsonObject): fc.Arbitrary<DisclosureFrame> {
  const names = Object.keys(object)
  return fc
    .tuple(
      fc.subarray(names),
      padTo,
      fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), frameOf(object[name]!)))),
    )
    .map(([hidden, pad, frames]) => {
      const nested = new Map(frames.filter((entry): entry is [string, DisclosureFrame] => entry[1] !== undefined))
      return {
        hidden,
        ...(pad !== undefined && { padTo: pad }),
        ...(nested.size > 0 && { nested: Object.fromEntries(nested) }),
      }
    })
}

function frameOf(value: Json): fc.Arbitrary<DisclosureFrame | undefined> {
  if (Array.isArray(value)) return fc.oneof(fc.constant(undefined), elementsFrame(value))
  return typeof value === 'object' && value !== null ? objectFrame(value as JsonObject) : fc.constant(undefined)
}

/** One frame serves all elements, so it is made for the first and fits the others where they agree. */
function elementsFrame(array: readonly Json[]): fc.Arbitrary<DisclosureFrame> {
  const inside = array.length === 0 ? fc.constant(undefined) : frameOf(array[0]!)
  return fc
    .tuple(inside, padTo)
    .map(([elements, pad]) => ({ elements: elements ?? {}, ...(pad !== undefined && { padTo: pad }) }))
}
