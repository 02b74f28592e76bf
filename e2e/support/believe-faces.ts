import type { Liveness, LivenessFilm, LivenessOutcome } from '../../packages/issuer/src/face-ports.ts'
import { random } from '../../packages/issuer/test/support/test-wallet.ts'

export const FILM_MILLISECONDS = 2000
const PASSED: LivenessOutcome = {
  outcome: 'passed',
  code: undefined,
  advice: undefined,
  checks: [],
  advisory: undefined,
}

/** Takes everybody for who they say they are: for tests of pages. The real matcher is tested by itself and in the story. */
export async function everybodyMatches() {
  return {
    decision: 'match',
    percent: 97,
    operatingPoint: 'everybody',
    profile: 'everybody@1',
    modelHash: 'none',
  } as const
}

/**
 * Takes any film that was shot in its time, and keeps it.
 *
 * @param films takes what was sent
 * @param outcomeOf what is said of the films so far; left out: the last one passed
 */
export function believeFilms(films: LivenessFilm[], outcomeOf: () => LivenessOutcome = () => PASSED): Liveness {
  return {
    createChallenge: (now) => ({
      id: random(),
      nonce: random(),
      issuedAt: now.getTime(),
      expiresAt: now.getTime() + 60_000,
      steps: [{ action: { kind: 'turn_left' }, from: 600, until: 1400 }],
      endsAt: FILM_MILLISECONDS,
    }),
    check: async (film) => {
      films.push(film)
      return outcomeOf()
    },
  }
}
