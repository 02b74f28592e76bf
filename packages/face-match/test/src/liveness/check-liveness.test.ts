import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFaceMatcher } from '../../../node/index.ts'
import {
  checkLiveness,
  createMemoryChallengeStore,
  type FaceMatcher,
  LIVENESS_CODES,
  type LivenessAttempt,
  type LivenessChallenge,
  type LivenessFrame,
} from '../../../src/index.ts'
import { movePhoto, type PhotoMoves, photoMoves } from '../../support/attacks.ts'
import { challengeOf, seededBytes } from '../../support/challenges.ts'
import { obey, shoot, withNoise } from '../../support/film.ts'
import { portrait } from '../../support/pictures.ts'
import { createPuppet, type HeadState, type Puppet, renderHead } from '../../support/render-head.ts'
import { renderPhoto } from '../../support/render-photo.ts'

/** The person whose films these are, and another one. */
const people = { victim: 'M6', other: 'F5' } as const
const short = challengeOf({ kind: 'turn_left' }) // 7 s, step at 2,000–5,500 ms
let matcher: FaceMatcher
const puppets = {} as Record<keyof typeof people, Puppet>

beforeAll(async () => {
  matcher = await openFaceMatcher()
  for (const who of ['victim', 'other'] as const) {
    const image = await portrait(`${people[who]}_id.jpg`)
    puppets[who] = createPuppet(image, (await matcher.inspect(image)).mesh)
  }
})
afterAll(() => matcher.dispose())

async function check(challenge: LivenessChallenge, frames: LivenessFrame[], change: Partial<LivenessAttempt> = {}) {
  const selfie = await portrait(`${people.victim}_s1.jpg`)
  const dependencies = { matcher, randomBytes: seededBytes('lots') }
  return checkLiveness(dependencies, { challenge, nonce: challenge.nonce, frames, selfie, ...change })
}
const draw = (who: keyof typeof people) => (state: HeadState, at: number) =>
  withNoise(renderHead(puppets[who], state), at)
const film = (challenge: LivenessChallenge, who: keyof typeof people = 'victim') =>
  shoot(challenge, obey(challenge), draw(who))
const photo = (challenge: LivenessChallenge, moves: PhotoMoves): LivenessFrame[] =>
  movePhoto(challenge, moves).map(({ at, photo: state }) => ({
    at,
    receivedAt: challenge.issuedAt + at + 200,
    image: withNoise(renderPhoto(puppets.victim.image, state), at),
  }))

describe('a film', () => {
  it('of somebody who does what is asked passes; a rendered one, so this is also what the check does not stop', async () => {
    const challenge = challengeOf({ kind: 'blink', times: 2 }, { kind: 'look_up' }, { kind: 'come_closer' })
    const result = await check(challenge, film(challenge))
    expect(result).toMatchObject({ outcome: 'passed', code: undefined })
    expect(result.checks.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([
      'challenge passed',
      'timing passed',
      'face passed',
      'continuity passed',
      'actions passed',
      'identity passed',
    ])
    expect(result.advisory?.fineDetail).toBeGreaterThan(0)
  })

  it('of another person is refused, and of another person only while moving', async () => {
    expect((await check(short, film(short, 'other'))).code).toBe('other_person_than_selfie')
    const mixed = shoot(short, obey(short), (state, at) => draw(state.yaw ? 'other' : 'victim')(state, at))
    expect((await check(short, mixed)).code).toMatch(/^(other_person_in_between|movement_jumped)$/)
  })

  it('that was cut is refused', async () => {
    const cut = film(short).map((frame) => {
      const zoomed = frame.at >= 6000 ? { zoom: 1.9 } : undefined
      return zoomed ? { ...frame, image: draw('victim')(zoomed, frame.at) } : frame
    })
    expect((await check(short, cut)).checks).toContainEqual({
      stage: 'continuity',
      outcome: 'failed',
      code: 'movement_jumped',
      at: 6000,
    })
  })
})

describe('a photo does not pass', () => {
  it.each(['still', 'moved', 'bent'] as const)('%s, when a turn is asked for', async (moves) => {
    expect((await check(short, photo(short, photoMoves[moves]))).code).toBe('action_missing')
  })

  it('that is brought closer, when blinks are asked for too', async () => {
    const challenge = challengeOf({ kind: 'come_closer' }, { kind: 'blink', times: 2 })
    expect((await check(challenge, photo(challenge, photoMoves.moved))).checks).toContainEqual(
      expect.objectContaining({ code: 'action_missing', step: 1 }),
    )
  })

  it('that is tipped so that its eyes seem to close', async () => {
    const challenge = challengeOf({ kind: 'blink', times: 2 })
    expect((await check(challenge, photo(challenge, photoMoves.tipped))).code).not.toBeUndefined()
  })

  it('but brought closer it does come closer: an action alone proves little', async () => {
    const challenge = challengeOf({ kind: 'come_closer' })
    expect((await check(challenge, photo(challenge, photoMoves.moved))).outcome).toBe('passed')
  })
})

describe('frames', () => {
  /** A film whose third frame shows something else. */
  const with3rd = (image: LivenessFrame['image']) => {
    const frames = shoot(short, obey(short).slice(0, 3), draw('victim'))
    const rest = obey(short)
      .slice(3)
      .map(({ at }) => ({ ...frames[0]!, at, receivedAt: short.issuedAt + at + 200 }))
    return [...frames, ...rest].with(2, { ...frames[2]!, image })
  }
  const outcome = async (image: LivenessFrame['image']) => {
    const { checks } = await check(short, with3rd(image))
    return checks.find(({ outcome }) => outcome === 'failed')
  }

  it('without a face, with two, with a small one, or not decoded have their codes', async () => {
    const { width, height } = puppets.victim.image
    const empty = { width, height, data: new Uint8Array(width * height * 3).fill(120) }
    expect(await outcome(empty)).toEqual({ stage: 'face', outcome: 'failed', code: 'face_lost', at: 500 })
    expect(await outcome(beside(puppets.victim.image, puppets.other.image))).toMatchObject({ code: 'second_face' })
    expect(await outcome(renderPhoto(puppets.victim.image, { zoom: 0.3 }))).toMatchObject({ code: 'face_too_far' })
    expect(await outcome(undefined)).toMatchObject({ code: 'frame_unreadable' })
    expect(await outcome({ ...empty, width: width + 1 })).toMatchObject({ code: 'frame_unreadable' })
  })
})

describe('a challenge', () => {
  it('answers once, to its own nonce', async () => {
    const store = createMemoryChallengeStore(10)
    await store.put(short)
    const codeFor = async (nonce: string) =>
      (await check(short, [], { challenge: await store.take(short.id), nonce })).code
    expect(await codeFor('0c')).toBe('nonce_mismatch')
    expect(await codeFor(short.nonce)).toBe('challenge_unknown')
    await store.put(short)
    expect(await codeFor(short.nonce)).toBe('frames_too_few')
  })
})

it('each code has a sentence in Thai and English', () => {
  for (const [code, { message }] of Object.entries(LIVENESS_CODES)) {
    expect(message.th, code).toMatch(/^[\u0e00-\u0e7f]/)
    expect(message.en, code).toMatch(/^[A-Z][^\u0e00-\u0e7f]*\.$/)
  }
})

function beside(left: LivenessFrame['image'] & {}, right: LivenessFrame['image'] & {}) {
  const width = left.width + right.width
  const data = new Uint8Array(width * left.height * 3)
  for (let y = 0; y < left.height; y++) {
    const row = (image: typeof left) => image.data.subarray(y * image.width * 3, (y + 1) * image.width * 3)
    data.set(row(left), y * width * 3)
    data.set(row(right), (y * width + left.width) * 3)
  }
  return { width, height: left.height, data }
}
