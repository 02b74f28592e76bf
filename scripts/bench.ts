// `pnpm bench issue|http|present|verify|status|qr|bundle|hostile|face|enrol|web|cascade [--json]`: one path, measured against its limit in the same run.
import { benchBundle } from './bench/bundle.ts'
import { benchCascade } from './bench/cascade.ts'
import { benchEnrol } from './bench/enrol.ts'
import { benchFace } from './bench/face.ts'
import { benchHostile } from './bench/hostile.ts'
import { benchHttp } from './bench/http.ts'
import { benchIssue } from './bench/issue.ts'
import type { Measured } from './bench/measure.ts'
import { benchPresent } from './bench/present.ts'
import { benchQr } from './bench/qr.ts'
import { benchStatus } from './bench/status.ts'
import { benchVerify } from './bench/verify.ts'
import { benchWeb } from './bench/web.ts'

const BENCHES: Readonly<Record<string, () => Promise<Measured>>> = {
  issue: benchIssue,
  http: benchHttp,
  present: benchPresent,
  verify: benchVerify,
  status: benchStatus,
  qr: benchQr,
  bundle: benchBundle,
  hostile: benchHostile,
  face: benchFace,
  enrol: benchEnrol,
  web: benchWeb,
  cascade: benchCascade,
}

const [name = '', ...flags] = process.argv.slice(2).filter((argument) => argument !== '--')
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined

if (bench === undefined || flags.some((flag) => flag !== '--json')) {
  process.stderr.write(`Usage: pnpm bench ${Object.keys(BENCHES).join('|')} [--json]\n`)
  process.exitCode = 2
} else {
  process.stderr.write(`Measuring ${name}, in turns with its baseline…\n`)
  const measured = await bench()
  process.stdout.write(flags.includes('--json') ? `${JSON.stringify(measured)}\n` : table(measured))
}

function table({ name: title, ratio, target, milliseconds, bytes, baseline, rows, figures = {} }: Measured): string {
  const width = Math.max(0, ...rows.map(({ name: row }) => row.length))
  const lines = rows.map(
    (row) =>
      `  ${row.name.padEnd(width)}  ${number(row.microseconds).padStart(9)} µs  ${number(row.ratio).padStart(7)} ×\n`,
  )
  const limit = bytes
    ? `${bytes.value} bytes, target ${bytes.target} bytes`
    : milliseconds
      ? `${number(milliseconds.value)} ms, target ${milliseconds.target} ms`
      : `target ${target} ×`
  const verdict = ratio <= target ? 'reached' : 'missed'
  const others = Object.entries(figures).map(
    ([figure, value]) => `  ${figure.replaceAll('_', ' ')}: ${Number.isInteger(value) ? value : number(value)}\n`,
  )
  return `${title}: ${number(ratio)} ×, ${limit}: ${verdict}\n${lines.join('')}  × ${baseline}\n${others.join('')}`
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(4)
}
