import { deepStrictEqual } from 'node:assert/strict'
import { CredentialError, encodeBase64url, encodeBase64urlText, parseDisclosure, parseSdJwt } from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { nodePlatform } from '@bai/credential/node'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disclosureJson } from '../../src/sd-jwt/disclosure.ts'
import { framedClaims } from '../support/claims.ts'
import { bind, holder, issue, REQUIRED, verify } from '../support/parties.ts'

/** Which digests each disclosure carries in its value, read without the code under test. */
function parentsOf(disclosures: readonly string[]): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  for (const parent of disclosures) {
    const inside = JSON.stringify(JSON.parse(Buffer.from(parent, 'base64url').toString()).at(-1))
    for (const child of disclosures) {
      if (inside.includes(`"${nodePlatform.digest('sha-256', child)}"`)) parents.set(child, parent)
    }
  }
  return parents
}

function isClosed(chosen: readonly string[], parents: ReadonlyMap<string, string>): boolean {
  return chosen.every((disclosure) => {
    const parent = parents.get(disclosure)
    return parent === undefined || chosen.includes(parent)
  })
}

describe('issue and verify', () => {
  test('all disclosures give all claims back', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), async ({ claims, frame }) => {
        // A padded array has no order to keep, so those are compared apart.
        const unpadded = JSON.parse(JSON.stringify(frame), (key, value) => (key === 'padTo' ? undefined : value))
        const text = await issue({ claims, frame: unpadded })
        const verified = await verify(text)
        deepStrictEqual(verified.claims, JSON.parse(JSON.stringify(claims)))
        expect(verified.disclosedPaths).toHaveLength(parseSdJwt(text).disclosures.length)
      }),
      { numRuns: 150 },
    )
  })

  test('decoys change nothing for objects', async () => {
    const claims = { a: { b: [1, { c: null }] }, d: 'x' }
    const frame = {
      hidden: ['a', 'd'],
      padTo: 8,
      nested: { a: { hidden: ['b'], padTo: 3, nested: { b: { elements: {} } } } },
    }
    deepStrictEqual((await verify(await issue({ claims, frame }))).claims, claims)
  })

  test('any subset verifies if it has the parents, and is refused if not', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), fc.infiniteStream(fc.boolean()), async (framed, coins) => {
        const text = await issue(framed)
        const [jwt] = text.split('~')
        const { disclosures } = parseSdJwt(text)
        const chosen = disclosures.filter(() => coins.next().value)
        const presented = [jwt, ...chosen, ''].join('~')
        if (isClosed(chosen, parentsOf(disclosures))) {
          expect((await verify(presented)).disclosedPaths).toHaveLength(chosen.length)
        } else {
          await expect(verify(presented)).rejects.toMatchObject({ code: 'disclosure_unreferenced' })
        }
      }),
      { numRuns: 200 },
    )
  })

  test('both platforms see the same', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), async (framed) => {
        const presented = await bind(
          await issue({ ...framed, claims: { ...framed.claims, cnf: { jwk: { ...holder.publicJwk } } } }),
        )
        const onNode = await verify(presented, REQUIRED)
        deepStrictEqual(await verify(presented, REQUIRED, webPlatform), onNode)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a presentation', () => {
  const claims = {
    cnf: { jwk: { ...holder.publicJwk } },
    name: 'ชื่อ',
    address: { city: 'x', road: 'y' },
    list: ['a', 'b'],
  }
  const frame = {
    hidden: ['name', 'address'],
    padTo: 4,
    nested: { address: { hidden: ['city', 'road'] }, list: { elements: {} } },
  }
  const presentation = (async () => {
    const [jwt, ...disclosures] = parseAll(await issue({ claims, frame }))
    const withheld = disclosures.find((disclosure) => parseDisclosure(disclosure).value === 'b')
    return bind([jwt, ...disclosures.filter((disclosure) => disclosure !== withheld), ''].join('~'))
  })()

  function parseAll(text: string): readonly string[] {
    return text.slice(0, -1).split('~')
  }

  async function refused(text: string): Promise<void> {
    const error = await verify(text, REQUIRED).catch((reason: unknown) => reason)
    if (!(error instanceof CredentialError)) expect.fail(`accepted, or failed otherwise: ${String(error)}`)
  }

  test('verifies', async () => {
    expect((await verify(await presentation, REQUIRED)).claims).toMatchObject({ name: 'ชื่อ', list: ['a'] })
  })

  test('is refused with any one character changed, wherever it stands', async () => {
    const text = await presentation
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=+ \n"é'
    for (let i = 0; i < text.length; i++) {
      const other = alphabet[(alphabet.indexOf(text[i]!) + 1 + (i % (alphabet.length - 1))) % alphabet.length]!
      await refused(text.slice(0, i) + other + text.slice(i + 1))
    }
  })

  test('is refused with any one character left out', async () => {
    const text = await presentation
    for (let i = 0; i < text.length; i += 3) await refused(text.slice(0, i) + text.slice(i + 1))
  })

  test('is refused with characters put in, cut out or moved', async () => {
    const text = await presentation
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.nat(text.length - 1),
        fc.string({ minLength: 1, maxLength: 5 }),
        async (a, b, extra) => {
          await refused(text.slice(0, a) + extra + text.slice(a))
          const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
          if (to - from < text.length) await refused(text.slice(0, from) + text.slice(to))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('rubbish is refused like anything else', async () => {
    const rubbish = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('.', '~', 'e', 'y', 'J', '0', '9', 'W', 'a') }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => `${encodeBase64url(bytes)}.${encodeBase64url(bytes)}.AA~`),
    )
    await fc.assert(fc.asyncProperty(rubbish, refused), { numRuns: 500 })
  })
})

describe('parse and format', () => {
  const value = fc.jsonValue({ maxDepth: 3 })

  test('a disclosure reads as it was written', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9_-]{0,30}$/),
        fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
        value,
        (salt, name, json) => {
          fc.pre(name === undefined || !['_sd', '_sd_alg', '...'].includes(name))
          const disclosure = { name, value: JSON.parse(JSON.stringify(json)) }
          deepStrictEqual(parseDisclosure(encodeBase64urlText(disclosureJson(salt, disclosure))), disclosure)
        },
      ),
    )
  })

  test('an SD-JWT is the parts it was read as', async () => {
    await fc.assert(
      fc.asyncProperty(framedClaims({ oddNames: true }), fc.boolean(), async (framed, bound) => {
        const issued = await issue(framed)
        const text = bound ? await bind(issued) : issued
        const { jws, disclosures, keyBindingJwt, presented } = parseSdJwt(text)
        const jwt = `${jws.signingInput}.${encodeBase64url(jws.signature)}`
        expect([jwt, ...disclosures, keyBindingJwt ?? ''].join('~')).toBe(text)
        expect(presented).toBe(issued)
      }),
      { numRuns: 50 },
    )
  })
})
