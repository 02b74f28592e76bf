import type { MeasuredRate } from '@bai/face-match'
import type { Evaluation } from './evaluate-pairs.ts'
import type { AtFalseMatchRate } from './measure-errors.ts'

/** The report for people at a terminal. */
export function describeReport({ report }: Pick<Evaluation, 'report'>): string {
  const { overall, failures_to_enrol: failures } = report
  const reasons = Object.entries(failures.reasons).map(([code, count]) => `${code} ${count}`)
  return [
    `${report.pairs} pairs of ${report.images} pictures; profile ${report.profile}, normalisation: ${report.normalisation}`,
    `failures to enrol  ${rate(failures)}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`,
    ...(overall
      ? [
          `equal error rate   ${percent(overall.eer)} at ${overall.eer_threshold.toFixed(3)}`,
          `best accuracy      ${percent(overall.best_accuracy)} at ${overall.best_threshold.toFixed(3)}`,
          ...overall.frr_at_far.map((row) => atRate('all', row)),
        ]
      : ['equal error rate   not measured: it needs pairs of one person and of different people']),
    ...report.subsets.flatMap(({ subset, frr_at_far, frr_at_overall_far }) =>
      (frr_at_far ?? frr_at_overall_far ?? []).map((row) =>
        atRate(frr_at_far ? subset : `${subset}, threshold of all`, row),
      ),
    ),
    ...report.worst_group.map((row) => atRate(row.group ? `worst group: ${row.group}` : 'worst group', row)),
    ...report.operating_points.flatMap(({ id, acceptAt, false_match, false_non_match }) => [
      `operating point ${id}, accepted from ${acceptAt.toFixed(3)}`,
      ...Object.entries(false_match).map(([group, measured]) => `  false matches      ${group}: ${rate(measured)}`),
      ...Object.entries(false_non_match).map(([group, measured]) => `  false non-matches  ${group}: ${rate(measured)}`),
    ]),
  ].join('\n')
}

function atRate(name: string, { far, threshold, frr }: AtFalseMatchRate): string {
  const head = `FRR at FAR ${far.toExponential(0)}  ${name}: `
  if (threshold === undefined || frr === undefined) return `${head}too few pairs of different people`
  return `${head}${rate(frr)} at ${threshold.toFixed(3)}`
}

function rate({ errors, pairs, rate: value, low, high }: MeasuredRate): string {
  return `${percent(value)} [${percent(low)}, ${percent(high)}], ${errors} of ${pairs}`
}

function percent(value: number): string {
  const hundred = value * 100
  return `${hundred === 0 || hundred >= 0.1 ? hundred.toFixed(2) : hundred.toPrecision(2)} %`
}
