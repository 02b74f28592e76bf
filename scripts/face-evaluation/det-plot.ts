import { countBelow, countFrom, type ScoreSet } from './error-rates.ts'
import { type Axis, type Line, PLOT_COLOURS, svgPlot } from './svg-plot.ts'

const RATES = [1e-4, 1e-3, 1e-2, 0.05, 0.2, 0.5] as const
const LOWEST = 5e-5

/**
 * Detection error trade-off (ISO/IEC 19795-1): false non-matches against false matches, both on the scale of the normal
 * distribution, on which a matcher with normally distributed scores is a straight line. One line for each group that has
 * impostors; groups without pairs of the same person are set against those of the whole set.
 */
export function detPlot(groups: ReadonlyMap<string, ScoreSet>): string {
  const all = groups.get('all')!
  const lines = [...groups]
    .filter(([, { impostor }]) => impostor.length > 0)
    .map(([label, { genuine, impostor }], i): Line => {
      const counted = genuine.length > 0 ? genuine : all.genuine
      return { label, colour: PLOT_COLOURS[i % PLOT_COLOURS.length]!, points: tradeOff(counted, impostor) }
    })
  return svgPlot(
    { title: 'Detection error trade-off', x: axis('false match rate'), y: axis('false non-match rate') },
    lines,
  )
}

function tradeOff(genuine: Float64Array, impostor: Float64Array): readonly (readonly [number, number])[] {
  const lowest = Math.min(genuine[0] ?? 0, impostor[0] ?? 0)
  const highest = Math.max(genuine.at(-1) ?? 1, impostor.at(-1) ?? 1)
  return Array.from({ length: 801 }, (_, i) => lowest + ((highest - lowest) * i) / 800)
    .map(
      (threshold) =>
        [
          countFrom(impostor, threshold) / impostor.length,
          countBelow(genuine, threshold) / Math.max(1, genuine.length),
        ] as const,
    )
    .filter(([falseMatch, falseNonMatch]) => falseMatch >= LOWEST && falseNonMatch >= LOWEST)
}

function axis(label: string): Axis {
  const [from, to] = [probit(LOWEST), probit(0.5)]
  return {
    label,
    ticks: RATES.map((at) => ({ at, text: `${at * 100} %` })),
    place: (rate) => Math.min(1, Math.max(0, (probit(Math.min(0.5, Math.max(LOWEST, rate))) - from) / (to - from))),
  }
}

/** The quantile of the normal distribution, by halving; four digits are plenty for a plot. */
function probit(rate: number): number {
  let low = -6
  let high = 6
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (normalShare(middle) < rate) low = middle
    else high = middle
  }
  return low
}

/** Share of the normal distribution below z (Abramowitz and Stegun, 26.2.17; error under 7.5e-8). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z < 0 ? tail : 1 - tail
}
