import type { MeasuredRate } from '@bai/face-match'

/** 97.5 % point of the normal distribution. */
const Z = 1.959964

/** A rate with its 95 % confidence interval (Wilson, 1927): right for small counts too, and never outside 0…1. */
export function measureRate(errors: number, pairs: number): MeasuredRate {
  if (pairs === 0) return { errors, pairs, rate: 0, low: 0, high: 1 }
  const rate = errors / pairs
  const spread = (Z * Z) / pairs
  const centre = (rate + spread / 2) / (1 + spread)
  const half = (Z / (1 + spread)) * Math.sqrt((rate * (1 - rate)) / pairs + spread / (4 * pairs))
  return {
    errors,
    pairs,
    rate,
    low: errors === 0 ? 0 : Math.max(0, centre - half),
    high: errors === pairs ? 1 : Math.min(1, centre + half),
  }
}
