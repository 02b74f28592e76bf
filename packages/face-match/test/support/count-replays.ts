import { createChallenge, defaultLivenessPolicy } from '../../src/index.ts'
import { checkActions } from '../../src/liveness/check-actions.ts'
import { issuedAt, seededBytes } from './challenges.ts'
import { obey } from './film.ts'
import { idealFilm, idealSample } from './ideal-film.ts'

/** Plays the perfect film of each challenge against each other one: movements only, without pictures. */
export function countReplays(challenges: number): { tries: number; passed: number } {
  const asked = Array.from({ length: challenges }, (_, i) => createChallenge(seededBytes(`replayed ${i}`), issuedAt))
  let tries = 0
  let passed = 0
  for (const [i, old] of asked.entries()) {
    const film = obey(old)
    for (const [k, fresh] of asked.entries()) {
      if (i === k) continue
      tries++
      const samples = idealFilm(fresh).map(({ at }, n) => idealSample(at, film[n]?.state ?? {}))
      if (!checkActions(fresh, samples, defaultLivenessPolicy)) passed++
    }
  }
  return { tries, passed }
}
