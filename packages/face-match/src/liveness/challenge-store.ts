import type { LivenessChallenge } from './challenge.ts'

/** Where the server keeps challenges between showing and checking. */
export interface ChallengeStore {
  put(challenge: LivenessChallenge): Promise<void>
  /**
   * Gives a challenge out and forgets it, in one step that cannot happen twice (`DELETE … RETURNING`): this is what
   * makes a challenge single use, also when the check fails or two answers arrive at once.
   */
  take(id: string): Promise<LivenessChallenge | undefined>
}

/**
 * A store for one process, bounded: the oldest challenge makes room.
 * @param capacity how many challenges may wait
 */
export function createMemoryChallengeStore(capacity: number): ChallengeStore {
  const waiting = new Map<string, LivenessChallenge>()
  return {
    async put(challenge) {
      const oldest = waiting.keys().next()
      if (waiting.size >= capacity && !oldest.done) waiting.delete(oldest.value)
      waiting.set(challenge.id, challenge)
    },
    async take(id) {
      const challenge = waiting.get(id)
      waiting.delete(id)
      return challenge
    },
  }
}
