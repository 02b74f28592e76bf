import { describe, expect, it } from 'vitest'
import { createChallenge, createMemoryChallengeStore } from '../../../src/index.ts'
import { challengeOf, issuedAt, seededBytes } from '../../support/challenges.ts'

const challenges = Array.from({ length: 600 }, (_, i) => createChallenge(seededBytes(`challenge ${i}`), issuedAt))

describe('createChallenge', () => {
  it('asks for three different actions, a turn among them, and for two or three blinks', () => {
    for (const { steps } of challenges) {
      expect(new Set(steps.map(({ action }) => action.kind)).size).toBe(3)
      expect(steps.some(({ action }) => action.kind.startsWith('turn_'))).toBe(true)
      for (const { action } of steps) if (action.kind === 'blink') expect([2, 3]).toContain(action.times)
    }
  })

  it('draws each of the 54 orders, and an action as often in each place', () => {
    const orders = new Set(challenges.map(({ steps }) => steps.map(({ action }) => action.kind).join()))
    expect(orders.size).toBe(54)
    for (const place of [0, 1, 2]) {
      const turns = challenges.filter(({ steps }) => steps[place]!.action.kind === 'turn_left').length
      // Six of the nine sets with a turn have this one, in one of three places: 600 · 2/9 is 133.3, with a standard
      // deviation of 10.2; five of them on each side.
      expect(Math.abs(turns - 133.3)).toBeLessThan(51)
    }
  })

  it('pauses at random before and between the steps, and lets each last 3 s and one more for each further blink', () => {
    for (const { steps, endsAt } of challenges) {
      expect(steps[0]!.from).toBeGreaterThanOrEqual(1500)
      expect(steps[0]!.from).toBeLessThanOrEqual(2500)
      for (const [i, { action, from, until }] of steps.entries()) {
        expect(until - from).toBe(action.kind === 'blink' ? 3000 + (action.times - 1) * 1000 : 3000)
        const pause = (steps[i + 1]?.from ?? endsAt) - until
        expect(pause).toBeGreaterThanOrEqual(1200)
        expect(pause).toBeLessThanOrEqual(2000)
      }
    }
    expect(new Set(challenges.map(({ steps }) => steps[0]!.from)).size).toBeGreaterThan(300)
  })

  it('has 128 random bits for id and nonce each, and a minute beyond the film', () => {
    for (const { id, nonce, endsAt, expiresAt } of challenges) {
      expect(id).toMatch(/^[0-9a-f]{32}$/)
      expect(nonce).toMatch(/^[0-9a-f]{32}$/)
      expect(expiresAt).toBe(issuedAt + endsAt + 60_000)
    }
    expect(new Set(challenges.flatMap(({ id, nonce }) => [id, nonce])).size).toBe(1200)
  })

  it('is the same after a way through JSON', () => {
    expect(JSON.parse(JSON.stringify(challenges[0]))).toEqual(challenges[0])
  })
})

describe('the memory store', () => {
  it('gives a challenge out once', async () => {
    const store = createMemoryChallengeStore(10)
    const challenge = challenges[0]!
    await store.put(challenge)
    const both = await Promise.all([store.take(challenge.id), store.take(challenge.id)])
    expect(both).toEqual([challenge, undefined])
    expect(await store.take('unknown')).toBeUndefined()
  })

  it('forgets the oldest when it is full', async () => {
    const store = createMemoryChallengeStore(2)
    for (const challenge of challenges.slice(0, 3)) await store.put(challenge)
    expect(await store.take(challenges[0]!.id)).toBeUndefined()
    expect(await store.take(challenges[1]!.id)).toEqual(challenges[1])
    expect(await store.take(challenges[2]!.id)).toEqual(challenges[2])
  })
})

it('the challenges of the other tests are of the same form', () => {
  const made = challengeOf({ kind: 'look_up' }, { kind: 'turn_left' }, { kind: 'come_closer' })
  expect(Object.keys(made).toSorted()).toEqual(Object.keys(challenges[0]!).toSorted())
})
