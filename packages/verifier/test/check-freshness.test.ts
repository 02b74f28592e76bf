import { describe, expect, test } from 'vitest'
import type { Verdict } from '../src/index.ts'
import { type BundleOptions, decide, later } from './support/gate.ts'

/** What a check says at a moment, so many seconds after the bundle was made. */
async function at(
  offset: number,
  stage: 'status' | 'freshness',
  bundle: BundleOptions,
  when_stale: 'accept_with_warning' | 'refer',
) {
  const verdict = await decide({
    bundle: { made: -offset, ...shifted(bundle, offset) },
    policy: { when_stale },
  })
  const check = verdict.checks.find((candidate) => candidate.stage === stage)
  return [verdict.outcome, check?.code, check?.outcome, dated(verdict, stage)]
}

/** The presentation is always of now, so the bundle is moved into the past. */
function shifted({ next, expires, listExpires, ...rest }: BundleOptions, offset: number): BundleOptions {
  const move = (value: number | undefined, fallback: number) => (value ?? fallback) - offset
  return { ...rest, next: move(next, 86_400), expires: move(expires, 259_200), listExpires: move(listExpires, 604_800) }
}

function dated({ checks }: Verdict, stage: string): number | undefined {
  const { dataAsOf } = checks.find((check) => check.stage === stage) ?? {}
  return dataAsOf && (later(0).getTime() - dataAsOf.getTime()) / 1000
}

describe('a bundle that is due at 1000 and ends at 2000', () => {
  const bundle = { next: 1000, expires: 2000 }
  test.each([
    [999, 'accepted', 'accepted', 'passed', 'accepted', 'passed'],
    [1000, 'accepted', 'bundle_stale', 'warning', 'undecided', 'unknown'],
    [1999, 'accepted', 'bundle_stale', 'warning', 'undecided', 'unknown'],
    [2000, 'undecided', 'bundle_expired', 'unknown', 'undecided', 'unknown'],
  ] as const)('after %i seconds', async (offset, outcome, code, check, referred, referredCheck) => {
    expect(await at(offset, 'freshness', bundle, 'accept_with_warning')).toEqual([outcome, code, check, offset])
    expect(await at(offset, 'freshness', bundle, 'refer')).toEqual([referred, code, referredCheck, offset])
  })

  test('may be from the future by as much as clocks differ', async () => {
    expect(await at(-60, 'freshness', bundle, 'refer')).toEqual(['accepted', 'accepted', 'passed', -60])
    expect(await at(-61, 'freshness', bundle, 'refer')).toEqual(['undecided', 'bundle_not_yet_valid', 'unknown', -61])
  })
})

describe('a status list that is to be fetched again at 1000 and ends at 2000', () => {
  const bundle = { listTtl: 1000, listExpires: 2000 }
  test.each([
    [999, 'accepted', 'accepted', 'passed', 'accepted', 'passed'],
    [1000, 'accepted', 'status_stale', 'warning', 'undecided', 'unknown'],
    [2059, 'accepted', 'status_stale', 'warning', 'undecided', 'unknown'],
    [2060, 'undecided', 'status_list_expired', 'unknown', 'undecided', 'unknown'],
  ] as const)('after %i seconds', async (offset, outcome, code, check, referred, referredCheck) => {
    expect(await at(offset, 'status', bundle, 'accept_with_warning')).toEqual([outcome, code, check, offset])
    expect(await at(offset, 'status', bundle, 'refer')).toEqual([referred, code, referredCheck, offset])
  })
})

describe('what is stale and accepted', () => {
  test('says so, and still shows what was seen', async () => {
    const verdict = await decide({ bundle: { made: -1000, next: 0 } })
    expect(verdict).toMatchObject({
      outcome: 'accepted',
      code: 'accepted',
      credentials: [{ claims: { given_name: 'Anong' } }],
    })
    expect(verdict.checks.filter(({ outcome }) => outcome === 'warning').map(({ code }) => code)).toEqual([
      'bundle_stale',
    ])
  })
})

test('a clock that has no time decides nothing', async () => {
  const verdict = await decide({ presented: { now: later(0) }, now: new Date(Number.NaN) })
  expect(verdict).toMatchObject({ outcome: 'undecided', code: 'bundle_not_yet_valid', credentials: [] })
})

test('a revocation is final: it rejects whatever else is old or unknown', async () => {
  const revoked = { statuses: { 5: 1 } }
  for (const bundle of [
    {},
    { next: -1 },
    { made: -100, expires: -1 },
    { made: -7200, listExpires: -3600 },
    { made: 3600 },
  ]) {
    const verdict = await decide({ bundle: { ...revoked, ...bundle } })
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'credential_revoked' })
  }
})
