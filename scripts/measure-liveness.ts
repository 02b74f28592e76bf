// Attacks on the liveness check with rendered people, through the real networks. Some ten seconds a film:
// `pnpm run:ts scripts/measure-liveness.ts [word of a class, or ''] [number of people]`.
// Prints one line for each class: how many of how many films passed, and which codes refused the others. With the word
// `movements`, only how many films made for one challenge pass another, without pictures.
import {
  checkLiveness,
  createChallenge,
  type FaceMatcher,
  type LivenessChallenge,
  type LivenessFrame,
} from '@bai/face-match'
import { openFaceMatcher } from '@bai/face-match/node'
import { movePhoto, photoMoves, replay } from '../packages/face-match/test/support/attacks.ts'
import { issuedAt, seededBytes } from '../packages/face-match/test/support/challenges.ts'
import { countReplays } from '../packages/face-match/test/support/count-replays.ts'
import { obey, shoot, withNoise } from '../packages/face-match/test/support/film.ts'
import { type Person, people, portrait } from '../packages/face-match/test/support/pictures.ts'
import {
  createPuppet,
  type HeadState,
  type Puppet,
  renderHead,
} from '../packages/face-match/test/support/render-head.ts'
import { renderPhoto } from '../packages/face-match/test/support/render-photo.ts'

const [word = '', count = people.length] = process.argv.slice(2)
const victims = people.slice(0, Number(count))
if (word === 'movements') {
  const { tries, passed } = countReplays(150)
  console.log(`movements of a film made for another challenge: ${passed} of ${tries} passed`)
  process.exit()
}

const matcher = await openFaceMatcher()
const puppets = new Map<string, Puppet>()
for (const { id, idPortrait } of people) {
  const image = await portrait(idPortrait)
  puppets.set(id, createPuppet(image, (await matcher.inspect(image)).mesh))
}

/** Each makes the film of one attacker, who has the portrait of `victim` and may look like `other`. */
const classes: Record<string, (challenge: LivenessChallenge, victim: Person, other: Person) => LivenessFrame[]> = {
  'photo, held still': (challenge, victim) => photo(challenge, victim, 'still'),
  'photo, tilted and moved': (challenge, victim) => photo(challenge, victim, 'moved'),
  'photo, moved, and tipped for blinks': (challenge, victim) => photo(challenge, victim, 'tipped'),
  'photo, bent and moved': (challenge, victim) => photo(challenge, victim, 'bent'),
  'replay of a film made for another challenge': (challenge, victim) => {
    const old = createChallenge(seededBytes(`old ${victim.id}`), issuedAt)
    return shoot(challenge, replay(obey(old), challenge), puppetOf(victim))
  },
  'another person obeys': (challenge, _, other) => shoot(challenge, obey(challenge), puppetOf(other)),
  'photo of the victim in the pauses, another person moves': (challenge, victim, other) =>
    shoot(challenge, obey(challenge), (state, at) => {
      const moving = Object.values(state).some((value) => value !== 0 && value !== 1)
      return (moving ? puppetOf(other) : puppetOf(victim))(state, at)
    }),
  'rendered puppet of the victim obeys': (challenge, victim) => shoot(challenge, obey(challenge), puppetOf(victim)),
}

for (const [name, film] of Object.entries(classes)) {
  if (!name.includes(word)) continue
  const codes = new Map<string, number>()
  for (const [i, victim] of victims.entries()) {
    const challenge = createChallenge(seededBytes(`measure ${victim.id}`), issuedAt)
    const code = await attempt(matcher, challenge, film(challenge, victim, people[(i + 5) % people.length]!), victim)
    codes.set(code, (codes.get(code) ?? 0) + 1)
  }
  const others = [...codes].filter(([code]) => code !== 'passed').map(([code, count]) => `${code} ${count}`)
  console.log(`${name}: ${codes.get('passed') ?? 0} of ${victims.length} passed (${others.join(', ')})`)
}
await matcher.dispose()

async function attempt(
  matcher: FaceMatcher,
  challenge: LivenessChallenge,
  frames: LivenessFrame[],
  victim: Person,
): Promise<string> {
  const selfie = await portrait(victim.selfies[0]!)
  const attempted = { challenge, nonce: challenge.nonce, frames, selfie }
  return (await checkLiveness({ matcher, randomBytes: seededBytes(victim.id) }, attempted)).code ?? 'passed'
}

function puppetOf({ id }: Person) {
  return (state: HeadState, at: number) => withNoise(renderHead(puppets.get(id)!, state), at)
}

function photo(challenge: LivenessChallenge, { id }: Person, moves: keyof typeof photoMoves): LivenessFrame[] {
  const { image } = puppets.get(id)!
  return movePhoto(challenge, photoMoves[moves]).map(({ at, photo: state }) => ({
    at,
    receivedAt: challenge.issuedAt + at + 200,
    image: withNoise(renderPhoto(image, state), at),
  }))
}
