import { encodeBase64urlText, type Json, type JsonObject, signJws } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyPresentation } from '../src/index.ts'
import { bundleOf, CLAIMS, holder, issuer, NOW, POLICY, presentationOf, queryOf, requestOf } from './support/gate.ts'
import { bind } from './support/parties.ts'

const runs = process.env['SLOW'] === undefined ? 200 : 5_000
const request = requestOf()
const context = { request, bundle: await bundleOf(), policy: POLICY, now: NOW }
const good = await presentationOf()

async function outcomeOf(vpToken: unknown): Promise<string> {
  return (await verifyPresentation(vpToken, context, nodePlatform)).outcome
}

describe('no input makes it throw, and none is accepted', () => {
  test('whatever a parser of JSON may give', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), async (vpToken) => {
        expect(await outcomeOf(vpToken)).toBe('rejected')
      }),
      { numRuns: runs },
    )
  })

  test('whatever text in the place of the presentation', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.base64String()).map((parts) => parts.join('~')),
      fc.stringMatching(/^[A-Za-z0-9_.~-]{0,200}$/),
    )
    await fc.assert(
      fc.asyncProperty(text, async (presentation) => {
        expect(await outcomeOf({ card: [presentation] })).toBe('rejected')
      }),
      { numRuns: runs },
    )
  })

  test('a good presentation with a piece cut out, put in or written over', async () => {
    const edit = fc.tuple(fc.nat(good.length - 1), fc.nat(3), fc.stringMatching(/^[A-Za-z0-9_.~-]{0,3}$/))
    await fc.assert(
      fc.asyncProperty(edit, async ([from, length, inserted]) => {
        const changed = good.slice(0, from) + inserted + good.slice(from + length)
        fc.pre(changed !== good)
        expect(await outcomeOf({ card: [changed] })).toBe('rejected')
      }),
      { numRuns: runs },
    )
  })
})

describe('nothing that a trusted issuer signs makes it throw', () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
  const names = fc.constantFrom(...Object.keys(CLAIMS), '_sd', '_sd_alg', '...', '__proto__', 'constructor')
  const kid = fc
    .tuple(fc.constantFrom('did:key:', 'did:jwk:', 'did:web:', 'did:', ''), fc.string())
    .map(([method, rest]) => method + rest)
  const claims = fc.dictionary(
    names,
    fc.oneof(json, fc.record({ kid }), fc.record({ jwk: json })),
  ) as fc.Arbitrary<JsonObject>
  const disclosure = fc.oneof(
    fc
      .tuple(fc.string(), fc.oneof(names, fc.string()), json)
      .map((parts) => encodeBase64urlText(JSON.stringify(parts))),
    json.map((value) => encodeBase64urlText(JSON.stringify(value))),
  )

  test('other claims, of whatever kind, with disclosures that fit', async () => {
    await fc.assert(
      fc.asyncProperty(claims, fc.array(disclosure, { maxLength: 3 }), async (changed, disclosures) => {
        const digests = disclosures.map((text) => nodePlatform.digest('sha-256', text))
        const payload = { ...CLAIMS, _sd: digests, ...changed }
        const jwt = await signJws({ typ: 'dc+sd-jwt', kid: issuer.kid }, payload, issuer.signer)
        const presentation = await bind(`${[jwt, ...disclosures].join('~')}~`, { holder, request, now: NOW })
        expect(['accepted', 'rejected', 'undecided']).toContain(await outcomeOf({ card: [presentation] }))
      }),
      { numRuns: runs },
    )
  })

  const asksNothing = requestOf({ credentials: [queryOf([])] })
  /** Header parameters that the verifier reads; any other value of theirs than the good one is refused. */
  const READ = ['alg', 'typ', 'kid', 'crit']

  test('a header of whatever kind', async () => {
    const header = fc.dictionary(
      fc.constantFrom('alg', 'typ', 'kid', 'crit', 'jwk', 'x5c', 'cty'),
      json,
    ) as fc.Arbitrary<JsonObject>
    await fc.assert(
      fc.asyncProperty(header, async (changed) => {
        const jwt = await signJws({ typ: 'dc+sd-jwt', kid: issuer.kid, ...changed }, CLAIMS, issuer.signer)
        const presentation = await bind(`${jwt}~`, { holder, request: asksNothing, now: NOW })
        const { outcome } = await verifyPresentation(
          { card: [presentation] },
          { ...context, request: asksNothing },
          nodePlatform,
        )
        expect(outcome).toBe(Object.keys(changed).every((name) => !READ.includes(name)) ? 'accepted' : 'rejected')
      }),
      { numRuns: runs },
    )
  })
})
