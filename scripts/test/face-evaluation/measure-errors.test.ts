import { describe, expect, it } from 'vitest'
import { detPlot } from '../../face-evaluation/det-plot.ts'
import { makeProfile } from '../../face-evaluation/make-profile.ts'
import {
  groupScores,
  measureOperatingPoint,
  measureOverall,
  measureSubsets,
  measureWorstGroup,
} from '../../face-evaluation/measure-errors.ts'
import { scoreHistogram } from '../../face-evaluation/score-histogram.ts'
import type { ScoredPair } from '../../face-evaluation/score-pairs.ts'

/** So many pairs of a subset, their scores spread evenly from low to high. */
function spread(subset: string, same: boolean, count: number, low: number, high: number): readonly ScoredPair[] {
  return Array.from({ length: count }, (_, i) => ({
    pair: { a: 'a', b: 'b', same, subset },
    score: low + ((high - low) * i) / (count - 1),
  }))
}

// Impostors of "near" score .1 higher than those of "far".
const scored = [
  ...spread('family', true, 101, 0.2, 1.2),
  ...spread('far', false, 1001, -0.6, 0.4),
  ...spread('near', false, 1001, -0.5, 0.5),
]
const groups = groupScores(scored)

describe('errors of groups', () => {
  it('counts all of them together', () => {
    expect(measureOverall(groups)).toMatchObject({ genuine: 101, impostor: 2002 })
  })

  it('sets the threshold of a subset by its own impostors, and counts the same people of all', () => {
    // Of 1,001 impostors from −.6 to .4, ten (1 %) are above .390: 19 of 101 genuine scores (.20 … .39) are below, the
    // one at .39 included.
    const far = measureSubsets(groups).find(({ subset }) => subset === 'far')
    expect(far?.frr_at_far?.[0]).toMatchObject({ far: 1e-2, frr: { errors: 20, pairs: 101 } })
    const near = measureSubsets(groups).find(({ subset }) => subset === 'near')
    expect(near?.frr_at_far?.[0]).toMatchObject({ frr: { errors: 30, pairs: 101 } })
    expect(measureSubsets(groups).find(({ subset }) => subset === 'family')?.frr_at_far).toBeUndefined()
  })

  it('finds the group with the most false matches, and what the others have there', () => {
    const [, atThousandth, atTenThousandth] = measureWorstGroup(groups)
    expect(atThousandth).toMatchObject({ far: 1e-3, group: 'near', frr: { errors: 30 } })
    expect(atThousandth?.groups?.['near']?.errors).toBe(1)
    expect(atThousandth?.groups?.['far']?.errors).toBe(0)
    // A thousand pairs cannot show one in ten thousand.
    expect(atTenThousandth).toEqual({ far: 1e-4 })
  })

  it('counts at a threshold that is given', () => {
    const point = measureOperatingPoint({ id: 'x', acceptAt: 0.3, reviewAt: 0.2 }, groups)
    expect(point.false_match['near']?.errors).toBe(201)
    expect(point.false_match['far']?.errors).toBe(101)
    expect(point.false_match['all']?.errors).toBe(302)
    expect(point.false_non_match['family']?.errors).toBe(10)
    expect(point.false_match['family']).toBeUndefined()
  })
})

describe('makeProfile', () => {
  const profile = makeProfile({
    id: 'test',
    revision: 3,
    modelHash: '0'.repeat(64),
    measuredOn: 'numbers',
    defaultOperatingPoint: 'chosen',
    chosenPoints: [{ id: 'chosen', acceptAt: 0.6, reviewAt: 0.5 }],
    plain: groups,
  })

  it('has an operating point for each rate that the worst group can show, rounded upwards', () => {
    // 2,002 impostors show a thousandth and no less. Of the group "near", 10 lie above .490 and one above .499.
    expect(profile.plain.operatingPoints.map(({ id }) => id)).toEqual(['fmr-1e-2', 'fmr-1e-3', 'chosen'])
    const [hundredth, thousandth] = profile.plain.operatingPoints
    expect(hundredth?.acceptAt).toBeCloseTo(0.491, 9)
    expect(thousandth?.acceptAt).toBeCloseTo(0.5, 9)
    expect(thousandth?.reviewAt).toBe(hundredth?.acceptAt)
  })

  it('has a percent scale that rises, with 80 where it accepts', () => {
    const corners = profile.plain.percentScale
    expect(corners.find(({ percent }) => percent === 80)?.score).toBe(0.6)
    for (const [i, { score, percent }] of corners.entries()) {
      if (i > 0) expect(score > corners[i - 1]!.score && percent > corners[i - 1]!.percent).toBe(true)
    }
  })

  it('tells the errors of each group at each point', () => {
    const row = profile.plain.errorRates.find(
      ({ group, operatingPoint }) => group === 'near' && operatingPoint === 'chosen',
    )
    expect(row?.falseMatch).toMatchObject({ errors: 0, pairs: 1001 })
  })
})

describe('plots', () => {
  it('are SVG with a title, a line for each group, and no number that is none', () => {
    for (const [plot, lines] of [
      [detPlot(groups), 3],
      [scoreHistogram(groups), 3],
    ] as const) {
      expect(plot).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]+role="img" aria-label="/)
      expect(plot.match(/stroke-width="2"/g)?.length).toBe(lines)
      expect(plot).not.toMatch(/NaN|Infinity|undefined/)
    }
  })
})
