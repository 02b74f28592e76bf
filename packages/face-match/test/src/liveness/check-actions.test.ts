import { describe, expect, it } from 'vitest'
import { createChallenge, defaultLivenessPolicy, type LivenessAction } from '../../../src/index.ts'
import { checkActions } from '../../../src/liveness/check-actions.ts'
import { challengeOf, issuedAt, seededBytes } from '../../support/challenges.ts'
import { countReplays } from '../../support/count-replays.ts'
import { obey, perform, type Shot } from '../../support/film.ts'
import { idealFilm, idealSample } from '../../support/ideal-film.ts'
import type { HeadState } from '../../support/render-head.ts'

const left: LivenessAction = { kind: 'turn_left' }
const right: LivenessAction = { kind: 'turn_right' }
const closer: LivenessAction = { kind: 'come_closer' }
const twice: LivenessAction = { kind: 'blink', times: 2 }
/** Steps at 2,000–5,500, 7,000–10,500 and 12,000–15,500 ms. */
const challenge = challengeOf(left, twice, closer)

function check(change?: (shot: Shot) => HeadState, asked = challenge) {
  return checkActions(asked, idealFilm(asked, change), defaultLivenessPolicy)
}
/** Replaces what is seen in some time. */
const between =
  (from: number, until: number, state: HeadState | ((since: number) => HeadState)) =>
  (shot: Shot): HeadState => {
    if (shot.at < from || shot.at >= until) return shot.state
    return typeof state === 'function' ? state(shot.at - from) : state
  }

describe('checkActions accepts', () => {
  it('whoever does what is asked, for any challenge', () => {
    for (let i = 0; i < 300; i++) {
      const asked = createChallenge(seededBytes(`obeyed ${i}`), issuedAt)
      expect(check(undefined, asked), JSON.stringify(asked.steps)).toBeUndefined()
    }
  })

  it('a blink of its own accord outside the steps that count blinks', () => {
    expect(check(between(500, 750, { lids: 1 }))).toBeUndefined()
    expect(check(between(11_000, 11_250, { lids: 1 }))).toBeUndefined()
  })

  it('turning back only in the pause', () => {
    expect(check(between(4000, 6500, (since) => ({ yaw: Math.max(0, 24 - since / 100) })))).toBeUndefined()
  })
})

describe('checkActions refuses', () => {
  it.each<[string, string, number, (shot: Shot) => HeadState]>([
    ['a turn that is left out', 'action_missing', 0, between(2000, 5500, {})],
    [
      'a turn that goes half as far',
      'action_missing',
      0,
      between(2000, 5500, (t) => ({ yaw: perform(left, t, 3500).yaw! / 2 })),
    ],
    ['a turn in one frame only', 'action_missing', 0, between(2000, 5500, (t) => ({ yaw: t === 1500 ? 20 : 0 }))],
    ['no blink', 'action_missing', 1, between(7000, 10_500, {})],
    ['one blink', 'blink_count_wrong', 1, between(8000, 10_500, {})],
    [
      'three blinks',
      'blink_count_wrong',
      1,
      between(7000, 10_500, (t) => perform({ kind: 'blink', times: 3 }, t, 3500)),
    ],
    ['eyes closed and not opened', 'action_missing', 1, between(7000, 10_500, { lids: 1 })],
    ['the other side', 'other_movement', 0, between(2000, 5500, (t) => perform(right, t, 3500))],
    ['looking up as well', 'other_movement', 0, between(3500, 4000, { yaw: 20, pitch: 14 })],
    ['looking down', 'other_movement', 1, between(9500, 10_000, { pitch: -20 })],
    ['going away', 'other_movement', 1, between(9500, 10_000, { zoom: 0.7 })],
    ['coming closer before it is asked', 'action_order_wrong', 1, between(9500, 10_000, { zoom: 1.4 })],
    ['a movement before the first prompt', 'action_early', 0, between(1500, 2000, { yaw: 20 })],
    ['a movement under way at the first prompt', 'action_early', 0, between(2000, 3000, { yaw: 12 })],
    ['a head that does not come back', 'not_at_rest_between', 0, between(4000, 7000, { yaw: 20 })],
    ['a head that comes back too late', 'not_at_rest_between', 0, between(4000, 7000, { yaw: 12 })],
  ])('%s: %s', (_, code, step, change) => {
    expect(check(change)).toMatchObject({ code, step })
  })

  it('the right actions in another order', () => {
    const other = challengeOf(closer, twice, left)
    const samples = obey(other).map(({ at, state }) => idealSample(at, state))
    expect(checkActions(challenge, samples, defaultLivenessPolicy)).toMatchObject({
      code: 'action_order_wrong',
      step: 0,
    })
  })

  it('a head that is not at rest before the first prompt, or does not face the camera', () => {
    expect(check(between(1000, 1500, { yaw: 12 }))?.code).toBe('not_facing_camera')
    const away = idealFilm(challenge).map((sample) => ({ ...sample, yaw: sample.yaw + 20 }))
    expect(checkActions(challenge, away, defaultLivenessPolicy)?.code).toBe('not_facing_camera')
  })
})

it('eyes that seem to close because a photo is tipped do not blink', () => {
  // Tilted by 45°, a photo keeps .7 of its height, and the eyes seem half closed.
  const flattened = idealFilm(challenge).map((sample) => {
    const closed = sample.eyes < 0.15
    return closed ? { ...sample, aspect: sample.aspect * 0.7 } : sample
  })
  expect(checkActions(challenge, flattened, defaultLivenessPolicy)).toMatchObject({ code: 'other_movement', step: 1 })
})

it('a turn from one side to straight ahead is not one to the other side', () => {
  // A bent photo is seen at up to 15° on either side: 29° from rest, but no further from the camera's view than that.
  const samples = obey(challengeOf(left)).map(({ at, state }) => ({
    ...idealSample(at, {}),
    yaw: state.yaw ? -14.5 + (state.yaw / 24) * 29 : -14.5,
  }))
  expect(checkActions(challengeOf(left), samples, defaultLivenessPolicy)?.code).toBe('action_missing')
})

it('a film made for one challenge passes another about as seldom as their number tells', () => {
  const { tries, passed } = countReplays(150)
  // 54 orders, 24 of them without blinks and 30 with two or three: the same actions come up in one of
  // 24/54 · 1/54 + 30/54 · 1/108 = 1/75 tries; the pauses must fit besides.
  expect(passed / tries).toBeLessThan(1 / 75)
})
