/** Scores of pairs of the same person and of different people, each rising. */
export type ScoreSet = { readonly genuine: Float64Array; readonly impostor: Float64Array }

export type EqualErrorRate = { readonly rate: number; readonly threshold: number }

/** Sorts scores. @param scores in any order */
export function toScoreSet(scores: { genuine: Iterable<number>; impostor: Iterable<number> }): ScoreSet {
  return { genuine: Float64Array.from(scores.genuine).sort(), impostor: Float64Array.from(scores.impostor).sort() }
}

/** How many of rising scores are below a threshold. */
export function countBelow(sorted: Float64Array, threshold: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < threshold) low = middle + 1
    else high = middle
  }
  return low
}

/** How many are at or above a threshold. */
export function countFrom(sorted: Float64Array, threshold: number): number {
  return sorted.length - countBelow(sorted, threshold)
}

/**
 * The lowest threshold at which at most this part of the impostors is accepted.
 * @param impostor rising; not empty
 */
export function thresholdAt(impostor: Float64Array, falseMatchRate: number): number {
  const allowed = Math.floor(impostor.length * falseMatchRate)
  const firstRefused = impostor[impostor.length - 1 - allowed]!
  return nextAbove(firstRefused)
}

/** Where as many of the same person are refused as of different people accepted; in between, the mean of both. */
export function equalErrorRate({ genuine, impostor }: ScoreSet): EqualErrorRate {
  let best = { difference: Number.POSITIVE_INFINITY, rate: 1, threshold: 0 }
  for (const scores of [genuine, impostor]) {
    for (const threshold of scores) {
      const missed = countBelow(genuine, threshold) / genuine.length
      const accepted = countFrom(impostor, threshold) / impostor.length
      const difference = Math.abs(missed - accepted)
      if (difference < best.difference) best = { difference, rate: (missed + accepted) / 2, threshold }
    }
  }
  return { rate: best.rate, threshold: best.threshold }
}

/**
 * The highest accuracy that one threshold gives, with both kinds of pairs counting the same however many there are.
 */
export function bestAccuracy({ genuine, impostor }: ScoreSet): { accuracy: number; threshold: number } {
  let best = { accuracy: 0, threshold: 0 }
  for (const threshold of genuine) {
    const missed = countBelow(genuine, threshold) / genuine.length
    const accepted = countFrom(impostor, threshold) / impostor.length
    const accuracy = 1 - (missed + accepted) / 2
    if (accuracy > best.accuracy) best = { accuracy, threshold }
  }
  return best
}

/** The next larger double. */
function nextAbove(value: number): number {
  const step = Math.max(Math.abs(value), Number.MIN_VALUE) * Number.EPSILON
  return value + step > value ? value + step : value + 2 * step
}
