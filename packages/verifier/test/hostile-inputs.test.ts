// What is made to cost time or memory. How long each takes is measured by `pnpm bench hostile`.
import { type JsonObject, openBundle, signBundle } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standingRequest, verifyPresentation } from '../src/index.ts'
import { anchor, bundleOf, decide, later, NOW, POLICY, requestOf, STANDING_POLICY, seconds } from './support/gate.ts'
import { hostileInputs } from './support/hostile-inputs.ts'
import { presentJwt, presentW3c, W3C_BUNDLE } from './support/w3c.ts'

const runs = process.env['SLOW'] === undefined ? 100 : 5_000
const inputs = await hostileInputs()
const bundle = await bundleOf()

describe.each(Object.entries(inputs))('%s', (_name, answer) => {
  test('is rejected with a code, in every manner', async () => {
    const requests = [
      requestOf(),
      standingRequest(STANDING_POLICY, 'one-scan'),
      standingRequest(STANDING_POLICY, 'printed'),
    ]
    for (const request of requests) {
      const policy = { ...POLICY, presented_by: ['two-scan', 'one-scan', 'printed'] as const }
      const context = { request, bundle, policy: { ...policy, presented_by: [...policy.presented_by] }, now: NOW }
      const verdict = await verifyPresentation(answer, context, nodePlatform)
      expect([verdict.outcome, verdict.credentials]).toEqual(['rejected', []])
      expect(verdict.code).not.toBe('accepted')
    }
  })
})

describe('any change of a W3C presentation', () => {
  test.each([
    ['with a key binding JWT', () => presentW3c()],
    ['in an envelope', () => presentW3c({ form: 'envelope' })],
    ['as a JWT', () => presentJwt()],
  ] as const)('%s is rejected', async (_form, present) => {
    const of = await present()
    const good = await of.changed!('')
    const context = { request: of.request ?? requestOf(), bundle: await bundleOf(W3C_BUNDLE), policy: POLICY, now: NOW }
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.nat(3),
        fc.stringMatching(/^[A-Za-z0-9_.~-]{0,3}$/),
        async (from, length, inserted) => {
          const changed = good.slice(0, from) + inserted + good.slice(from + length)
          fc.pre(changed !== good)
          expect((await verifyPresentation({ card: [changed] }, context, nodePlatform)).outcome).toBe('rejected')
        },
      ),
      { numRuns: runs, seed: 11 },
    )
  })
})

describe('a bundle', () => {
  const payload = {
    version: 1 as const,
    sequence: 1,
    iat: seconds(NOW),
    next: seconds(NOW) + 60,
    exp: seconds(NOW) + 120,
  }
  const token = signBundle(
    { ...payload, issuers: [], status_lists: [], type_metadata: {}, verifiers: [] },
    'anchor',
    anchor,
  )
  const open = (text: string) => openBundle(text, { anchors: [anchor.publicJwk] }, nodePlatform)

  test('with one character changed, cut off anywhere, or with more behind it is refused with a code', async () => {
    const good = await token
    await expect(open(good)).resolves.toBeDefined()
    const edit = fc.record({
      at: fc.nat(good.length - 1),
      by: fc.stringMatching(/^[A-Za-z0-9_.-]{0,2}$/),
      cut: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, by, cut }) => {
        const changed = cut ? good.slice(0, at) : good.slice(0, at) + by + good.slice(at + 1)
        fc.pre(changed !== good)
        await expect(open(changed)).rejects.toMatchObject({ name: 'CredentialError' })
      }),
      { numRuns: runs, seed: 12 },
    )
  })

  test('of whatever JSON, well signed, opens or is refused with a code', async () => {
    const { signJws } = await import('@bai/credential')
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonObject[string]>
    const change = fc.dictionary(fc.constantFrom('issuers', 'status_lists', 'iat', 'exp', 'verifiers', 'extra'), json)
    await fc.assert(
      fc.asyncProperty(change, async (changed) => {
        const whole = {
          ...payload,
          issuers: [],
          status_lists: [],
          type_metadata: {},
          verifiers: [],
          ...changed,
        } as JsonObject
        const opened = open(await signJws({ typ: 'bai-bundle+jwt', kid: 'anchor' }, whole, anchor))
        await opened.then(
          (result) => expect(result.sequence).toBe(1),
          (error: unknown) => expect(error).toMatchObject({ name: 'CredentialError' }),
        )
      }),
      { numRuns: runs, seed: 13 },
    )
  })
})

describe('a clock a day off', () => {
  test.each([
    ['behind', -86_400 - 61, 'key_binding_in_future'],
    ['ahead', 86_400 + 61, 'key_binding_too_old'],
  ])('%s is told, and nothing is accepted', async (_what, offset, code) => {
    // The holder's clock is right; that of the checkpoint is not.
    const [iat, nbf] = [seconds(NOW) - 5 * 86_400, seconds(NOW) - 5 * 86_400]
    const verdict = await decide({ issued: { claims: { iat, nbf } }, presented: { now: NOW }, now: later(offset) })
    expect(verdict.outcome).not.toBe('accepted')
    expect(verdict.checks.map((check) => check.code)).toContain(code)
  })
})
