import { describe, expect, it } from 'vitest'
import { defaultLivenessPolicy, type LivenessFrame } from '../../../src/index.ts'
import { checkTiming } from '../../../src/liveness/check-timing.ts'
import { challengeOf, issuedAt } from '../../support/challenges.ts'

const challenge = challengeOf({ kind: 'turn_left' }, { kind: 'look_up' }, { kind: 'come_closer' }) // ends at 17,000 ms
const frameAt = (at: number, delay = 300): LivenessFrame => ({
  at,
  receivedAt: issuedAt + at + delay,
  image: undefined,
})
const film = Array.from({ length: 86 }, (_, i) => frameAt(i * 200))
const check = (frames: LivenessFrame[]) => checkTiming(challenge, frames, defaultLivenessPolicy)
const changed = (index: number, change: Partial<LivenessFrame>) =>
  film.map((frame, i) => (i === index ? { ...frame, ...change } : frame))

describe('checkTiming', () => {
  it('accepts frames every 200 ms from 0 to the end', () => {
    expect(check(film)).toBeUndefined()
  })

  it.each<[string, LivenessFrame[]]>([
    ['none', []],
    ['one', film.slice(0, 1)],
    ['one missing in the middle', film.toSpliced(40, 1)],
    ['a late start', film.slice(2)],
    ['an early end', film.slice(0, -2)],
    ['a time that is no number', changed(0, { at: Number.NaN })],
  ])('too few frames: %s', (_, frames) => {
    expect(check(frames)?.code).toBe('frames_too_few')
  })

  it('too many frames', () => {
    expect(check(Array.from({ length: 241 }, (_, i) => frameAt(i * 72)))?.code).toBe('frames_too_many')
  })

  it.each<[string, LivenessFrame[]]>([
    ['turned round', changed(10, { at: 1700 })],
    ['twice the same time', changed(10, { at: 1800 })],
    ['a time that is no number', changed(10, { at: Number.NaN })],
    ['received in another order', changed(10, { receivedAt: issuedAt + 2050 }).with(9, frameAt(1800, 600))],
  ])('out of order: %s', (_, frames) => {
    expect(check(frames)?.code).toBe('frames_out_of_order')
  })

  it('a frame cannot arrive before it was taken: 2,000 ms into the film, 1,999 ms after the challenge', () => {
    const sent = film.map((frame) => ({ ...frame, receivedAt: Math.min(frame.receivedAt, issuedAt + 1999) }))
    expect(check(sent)).toEqual({ code: 'frame_before_its_time', at: 2000 })
  })

  it('a frame may arrive 12 s after it was taken and not later', () => {
    expect(check(film.map(({ at }) => frameAt(at, 12_000)))).toBeUndefined()
    expect(check(film.map(({ at }) => frameAt(at, 12_001)))).toEqual({ code: 'frame_delayed', at: 0 })
  })

  it('nothing is accepted after the challenge has expired', () => {
    const slow = { ...defaultLivenessPolicy, maxDelay: 1e9 }
    const late = film.map(({ at }) => frameAt(at, 77_001))
    expect(checkTiming(challenge, late, slow)).toEqual({ code: 'challenge_expired', at: 0 })
  })
})
