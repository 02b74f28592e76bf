import type { ScoreSet } from './error-rates.ts'
import { type Line, PLOT_COLOURS, svgPlot } from './svg-plot.ts'

const BINS = 60

/** How the scores are spread: same person and different people of each group, as parts of their own number. */
export function scoreHistogram(groups: ReadonlyMap<string, ScoreSet>): string {
  const subsets = [...groups].filter(([subset]) => subset !== 'all')
  const scores = subsets.flatMap(([, { genuine, impostor }]) => [
    genuine[0],
    genuine.at(-1),
    impostor[0],
    impostor.at(-1),
  ])
  const known = scores.filter((score) => score !== undefined)
  const [low, high] = [Math.floor(Math.min(...known) * 10) / 10, Math.ceil(Math.max(...known) * 10) / 10]
  const lines = subsets.flatMap(([subset, { genuine, impostor }]) => [
    ...(genuine.length > 0 ? [{ label: `${subset}: same`, scores: genuine }] : []),
    ...(impostor.length > 0 ? [{ label: `${subset}: different`, scores: impostor }] : []),
  ])
  const drawn = lines.map(
    ({ label, scores: values }, i): Line => ({
      label,
      colour: PLOT_COLOURS[i % PLOT_COLOURS.length]!,
      points: shares(values, low, high),
    }),
  )
  const highest = Math.max(...drawn.flatMap(({ points }) => points.map(([, share]) => share)))
  const tenths = Math.round((high - low) * 10)
  return svgPlot(
    {
      title: 'Scores',
      x: {
        label: 'score',
        ticks: Array.from({ length: tenths / 2 + 1 }, (_, i) => low + i / 5).map((at) => ({ at, text: at.toFixed(1) })),
        place: (score) => (score - low) / (high - low),
      },
      y: {
        label: 'part of the pairs',
        ticks: [0, 0.25, 0.5, 0.75, 1].map((part) => ({
          at: part * highest,
          text: `${(part * highest * 100).toFixed(1)} %`,
        })),
        place: (share) => share / highest,
      },
    },
    drawn,
  )
}

function shares(scores: Float64Array, low: number, high: number): readonly (readonly [number, number])[] {
  const counts = new Array<number>(BINS).fill(0)
  for (const score of scores) {
    counts[Math.min(BINS - 1, Math.max(0, Math.floor(((score - low) / (high - low)) * BINS)))]! += 1
  }
  return counts.map((count, i) => [low + ((i + 0.5) * (high - low)) / BINS, count / scores.length] as const)
}
