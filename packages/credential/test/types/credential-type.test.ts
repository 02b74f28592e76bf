import {
  type ClaimDefinition,
  type CredentialType,
  credentialTypes,
  disclosureFrameOf,
  houseRegistration,
  type Json,
  NEVER_HIDDEN,
  parseJsonObject,
  parseSdJwt,
  TypeMetadataSchema,
  typeMetadataOf,
} from '@bai/credential'
import { describe, expect, test } from 'vitest'
import { issue, verify } from '../support/parties.ts'

/** Claims with something at every path of a type; two elements where there is an array. */
function fill(type: CredentialType): Record<string, Json> {
  return object(type.claims, 0)
}

function object(claims: readonly ClaimDefinition[], depth: number): Record<string, Json> {
  const names = new Set(
    claims.map(({ path }) => path[depth]).filter((step): step is string => typeof step === 'string'),
  )
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      value(
        claims.filter(({ path }) => path[depth] === name),
        depth + 1,
      ),
    ]),
  )
}

function value(claims: readonly ClaimDefinition[], depth: number): Json {
  const below = claims.filter(({ path }) => path.length > depth)
  if (below.length === 0) return 'value'
  if (below.some(({ path }) => path[depth] === null)) {
    const inside = below.filter(({ path }) => path[depth] === null)
    return [value(inside, depth + 1), value(inside, depth + 1)]
  }
  return object(below, depth)
}

/** A disclosed path as the type writes it. */
function general(path: readonly (string | number)[]): string {
  return JSON.stringify(path.map((step) => (typeof step === 'number' ? null : step)))
}

describe.each(credentialTypes.map((type) => [type.id, type] as const))('%s', (_, type) => {
  test('hides exactly the claims that its table says, each by a digest of its own', async () => {
    const text = await issue({ claims: fill(type), frame: disclosureFrameOf(type) })
    const { disclosedPaths } = await verify(text)
    const own = type.claims.filter(({ disclosure }) => disclosure === 'own').map(({ path }) => JSON.stringify(path))
    expect(new Set(disclosedPaths.map(general))).toEqual(new Set(own))
  })

  test('shows nothing in its payload but what the table leaves open', async () => {
    const text = await issue({ claims: fill(type), frame: disclosureFrameOf(type) })
    const payload = parseJsonObject(parseSdJwt(text).jws.payload, 'payload')
    const open = type.claims
      .filter(({ path, disclosure }) => path.length === 1 && disclosure === 'open')
      .map(({ path }) => path[0])
    expect(Object.keys(payload).sort()).toEqual([...open, '_sd', '_sd_alg'].sort())
  })

  test('hides nothing that may not be hidden', () => {
    for (const { path, disclosure } of type.claims)
      if (disclosure === 'own') expect(NEVER_HIDDEN.has(path[0])).toBe(false)
  })

  test('names each path once, after the path that it lies in', () => {
    const seen = new Set<string>()
    for (const { path } of type.claims) {
      expect(seen.has(JSON.stringify(path))).toBe(false)
      seen.add(JSON.stringify(path))
      if (path.length > 1 && path.at(-1) !== null) expect(seen.has(JSON.stringify(path.slice(0, -1)))).toBe(true)
    }
  })

  test('has a label in Thai and in English for every claim, and metadata that holds', () => {
    for (const { label } of type.claims) expect(label.th).toMatch(/[ก-๛]/)
    const metadata = typeMetadataOf(type)
    expect(TypeMetadataSchema.parse(metadata)).toEqual(metadata)
    expect(metadata.claims?.map(({ sd }) => sd)).toEqual(
      type.claims.map(({ disclosure }) => (disclosure === 'own' ? 'always' : 'never')),
    )
  })
})

test('a household is padded, so that the number of digests does not tell its size', async () => {
  for (const size of [1, 5, 8, 9]) {
    const members = Array.from({ length: size }, (_, i) => ({ name_th: `คน ${i}`, is_holder: i === 0 }))
    const text = await issue({ claims: { members }, frame: disclosureFrameOf(houseRegistration) })
    const payload = parseJsonObject(parseSdJwt(text).jws.payload, 'payload')
    expect(payload['members']).toHaveLength(size <= 8 ? 8 : 16)
    expect((await verify(text)).claims['members']).toHaveLength(size)
  }
})
