import { deepStrictEqual } from 'node:assert/strict'
import { parseJsonObject, parseSdJwt } from '@bai/credential'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framedClaims } from '../support/claims.ts'
import { core } from '../support/core.ts'
import { bind, holder, issue, NOW, REQUIRED, verify } from '../support/parties.ts'

/** Our frame as `@sd-jwt/core` takes it. */
function coreFrame(
  value: unknown,
  frame: { hidden?: readonly string[]; nested?: object; elements?: object; padTo?: number },
): object {
  if (Array.isArray(value)) {
    if (frame.elements === undefined) return {}
    return {
      _sd: value.map((_, i) => i),
      ...Object.fromEntries(
        value.flatMap((element, i) => (isNested(element) ? [[i, coreFrame(element, frame.elements!)]] : [])),
      ),
      ...(frame.padTo !== undefined && { _sd_decoy: frame.padTo }),
    }
  }
  const nested = Object.entries(frame.nested ?? {}).filter(([name]) => Object.hasOwn(value as object, name))
  return {
    _sd: (frame.hidden ?? []).filter((name) => Object.hasOwn(value as object, name)),
    ...(frame.padTo !== undefined && { _sd_decoy: frame.padTo }),
    ...Object.fromEntries(
      nested.flatMap(([name, inner]) => {
        const child = (value as Record<string, unknown>)[name]
        return isNested(child) ? [[name, coreFrame(child, inner)]] : []
      }),
    ),
  }
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

const now = { currentDate: NOW.getTime() / 1000 }

describe('against @sd-jwt/core', () => {
  test('it reads and verifies whatever we issue', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: false }), async (framed) => {
        const text = await issue(framed)
        const ours = await verify(text)
        const { payload } = await core.verify(text, now)
        expect(payload).toEqual(ours.claims)
        const decoded = await core.decode(text)
        expect(decoded.disclosures).toHaveLength(ours.disclosedPaths.length)
      }),
      { numRuns: 100 },
    )
  })

  test('we verify whatever it issues', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: false }), async ({ claims, frame }) => {
        const text = await core.issue(claims as Record<string, unknown>, coreFrame(claims, frame) as never)
        const verified = await verify(text)
        deepStrictEqual(verified.claims, JSON.parse(JSON.stringify(claims)))
        expect(await core.getClaims(text)).toEqual(verified.claims)
      }),
      { numRuns: 100 },
    )
  })

  test('both see the same in any subset that verifies', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: false }), fc.infiniteStream(fc.boolean()), async (framed, coins) => {
        const text = await issue(framed)
        const [jwt] = text.split('~')
        const chosen = parseSdJwt(text).disclosures.filter(() => coins.next().value)
        const presented = [jwt, ...chosen, ''].join('~')
        const ours = await verify(presented).catch(() => undefined)
        if (ours !== undefined) expect((await core.verify(presented, now)).payload).toEqual(ours.claims)
      }),
      { numRuns: 100 },
    )
  })

  test('we verify what it presents with key binding', async () => {
    const claims = { cnf: { jwk: { ...holder.publicJwk } }, a: 1, b: { c: 2, d: 3 } }
    const frame = { hidden: ['a', 'b'], nested: { b: { hidden: ['c', 'd'] } } }
    const text = await issue({ claims, frame })
    core.config({
      kbSignAlg: 'ES256',
      kbSigner: async (data) => Buffer.from(await holder.sign(data)).toString('base64url'),
    })
    const kb = { payload: { iat: NOW.getTime() / 1000, aud: 'https://verifier.example', nonce: 'n-0S6_WzA2Mj' } }
    const presented = await core.present(text, { b: { c: true } } as never, { kb })
    const verified = await verify(presented, REQUIRED)
    deepStrictEqual(verified.claims, { cnf: claims.cnf, b: { c: 2 } })
  })

  test('it reads the key binding that we make', async () => {
    const presented = await bind(await issue({ claims: { cnf: { jwk: { ...holder.publicJwk } } }, frame: {} }))
    const { kbJwt } = await core.decode(presented)
    expect(kbJwt?.header).toEqual({ alg: 'ES256', typ: 'kb+jwt' })
    const keyBindingJwt = parseSdJwt(presented).keyBindingJwt!
    expect(kbJwt?.payload).toEqual(parseJsonObject(keyBindingJwt.split('.')[1]!, 'key binding'))
  })
})
