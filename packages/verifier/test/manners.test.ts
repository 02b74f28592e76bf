import { nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { createReplayCache, standingRequest, verifyPresentation } from '../src/index.ts'
import {
  bundleOf,
  CLASS_CHALLENGE,
  decide,
  later,
  NOW,
  PORTRAIT,
  presentationOf,
  STANDING_POLICY,
} from './support/gate.ts'
import { DATA_JUST_YOUNG_ENOUGH, ISSUER_ACCEPTED, MANNER_REFUSALS } from './support/manner-refusals.ts'

describe('one scan', () => {
  test('is accepted with a warning that it proves less', async () => {
    const verdict = await decide({ manner: 'one-scan' })
    expect(verdict).toMatchObject({ outcome: 'accepted', presentedBy: 'one-scan' })
    expect(verdict.checks).toContainEqual(
      expect.objectContaining({ stage: 'holder', outcome: 'warning', code: 'holder_unasked' }),
    )
    expect(verdict.credentials[0]?.claims).toMatchObject({ given_name: 'Anong', portrait: PORTRAIT })
  })

  test('is paired with the query by its type, whatever the wallet calls it', async () => {
    const verdict = await decide({ manner: 'one-scan', answer: (presentation) => ({ anything: [presentation] }) })
    expect(verdict.outcome).toBe('accepted')
  })

  test('counts once: its nonce is remembered', async () => {
    const firstUse = createReplayCache(() => NOW, 60)
    const presentation = await presentationOf({ manner: 'one-scan' })
    const again = { manner: 'one-scan', firstUse, changed: () => presentation } as const
    expect((await decide(again)).outcome).toBe('accepted')
    expect((await decide(again)).code).toBe('presented_before')
  })

  test('does not count where nobody remembers', async () => {
    const request = standingRequest(STANDING_POLICY, 'one-scan')
    const context = { request, bundle: await bundleOf(), policy: STANDING_POLICY, now: NOW }
    const verdict = await verifyPresentation([await presentationOf({ manner: 'one-scan' })], context, nodePlatform)
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'presented_before'])
  })
})

test('paper is accepted with a warning that the face has to be compared', async () => {
  const verdict = await decide({ manner: 'printed', answer: (presentation) => [presentation] })
  expect(verdict).toMatchObject({ outcome: 'accepted', presentedBy: 'printed' })
  expect(verdict.checks).toContainEqual(
    expect.objectContaining({ stage: 'holder', outcome: 'warning', code: 'holder_not_proven' }),
  )
})

test('an answer to a request is told apart from the rest', async () => {
  expect((await decide()).presentedBy).toBe('two-scan')
})

test.each([
  ['data that is just young enough', DATA_JUST_YOUNG_ENOUGH],
  ['an issuer that the policy names', ISSUER_ACCEPTED],
])('%s is accepted', async (_what, of) => {
  expect((await decide(of)).outcome).toBe('accepted')
})

describe('refused', () => {
  test.each(MANNER_REFUSALS.map((refusal) => [refusal.name, refusal] as const))(
    '%s',
    async (_name, { of, code, outcome = 'rejected' }) => {
      const verdict = await decide(await of())
      expect([verdict.outcome, verdict.code]).toEqual([outcome, code])
      expect(verdict.credentials).toEqual([])
      expect(JSON.stringify(verdict)).not.toMatch(/Anong|data:image/)
    },
  )

  test.each([
    ['nothing', []],
    ['no list', 'text'],
    ['twenty-one codes', Array.from({ length: 21 }, () => 'a~')],
    ['something that is no text', [1]],
  ])('%s instead of a code', async (_what, answer) => {
    expect((await decide({ manner: 'printed', answer: () => answer })).code).toBe('answer_malformed')
  })
})

describe('the memory for nonces', () => {
  const moving = (skew = 0) => {
    let time = NOW
    const cache = createReplayCache(() => time, skew)
    return { cache, move: (offset: number) => (time = later(offset)) }
  }

  test('lasts as long as a code could be shown again, skew on both sides included', () => {
    const { cache, move } = moving(60)
    expect(cache(CLASS_CHALLENGE.nonce)).toBe(true)
    move(150)
    expect(cache(CLASS_CHALLENGE.nonce)).toBe(false)
    move(151)
    expect(cache(CLASS_CHALLENGE.nonce)).toBe(true)
  })

  test('is bounded: of many in one window the oldest are forgotten first', () => {
    const { cache } = moving()
    for (let i = 0; i < 10_001; i++) cache(`nonce-${i}`)
    expect(cache('nonce-10000')).toBe(false)
    expect(cache('nonce-0')).toBe(true)
  })
})
