/** Something to be timed, under the name it has in the table. */
export type Contender = { readonly name: string; readonly run: () => unknown }

/** Median time of one run and its ratio to that of the baseline; the mean beside it, which has the garbage collector in it. */
export type Row = {
  readonly name: string
  readonly microseconds: number
  readonly mean_microseconds: number
  readonly ratio: number
}

export type Measured = {
  readonly name: string
  /** Median of ours over the median of the baseline, measured in turns. */
  readonly ratio: number
  /** The ratio to stay below. */
  readonly target: number
  readonly baseline: string
  /** Where the target is a time: ours and the target in milliseconds; `target` is then that time over the baseline of this run. */
  readonly milliseconds?: { readonly value: number; readonly target: number }
  /** Where the target is a size; `ratio` is then ours to it, and the rows are beside the point. */
  readonly bytes?: { readonly value: number; readonly target: number }
  readonly rows: readonly Row[]
  /** What else was measured, each with its unit in its name. */
  readonly figures?: Readonly<Record<string, number>>
}

/** A result whose target is a ratio. */
export function againstRatio(name: string, baseline: string, rows: readonly Row[], target: number): Measured {
  return { name, ratio: rows[1]!.ratio, target, baseline, rows }
}

/** A result whose target is a time, told as a ratio as well so that all results are read alike. */
export function againstMilliseconds(name: string, baseline: string, rows: readonly Row[], target: number): Measured {
  const [base, ours] = [rows[0]!, rows[1]!]
  const milliseconds = { value: ours.microseconds / 1000, target }
  return { name, ratio: ours.ratio, target: (target * 1000) / base.microseconds, baseline, milliseconds, rows }
}

/** A result whose target is a size, told as a ratio to it so that all results are read alike. */
export function againstBytes(
  name: string,
  baseline: string,
  rows: readonly Row[],
  bytes: NonNullable<Measured['bytes']>,
): Measured {
  return { name, ratio: bytes.value / bytes.target, target: 1, baseline, bytes, rows }
}

const SECONDS_A_CONTENDER = 1.5
const MIN_ROUNDS = 200
const MAX_ROUNDS = 6000
/** What is faster than this is timed many at once: a look at the clock costs some 50 ns. */
const SHORTEST_MICROSECONDS = 5

/**
 * Times contenders in turns, run by run, beginning with another one each round, so that a busy machine slows all of them
 * alike.
 *
 * @param contenders the first is the baseline
 * @param leastRounds for contenders that take tenths of a second, fewer than usual
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  leastRounds = MIN_ROUNDS,
): Promise<readonly Row[]> {
  const batches: number[] = []
  let slowest = 0
  for (const contender of contenders) {
    const microseconds = await warmUp(contender)
    slowest = Math.max(slowest, microseconds)
    batches.push(Math.max(1, Math.ceil(SHORTEST_MICROSECONDS / microseconds)))
  }
  const rounds = Math.min(MAX_ROUNDS, Math.max(leastRounds, Math.round((SECONDS_A_CONTENDER * 1e6) / slowest)))
  const times: number[][] = contenders.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const at = (round + turn) % contenders.length
      times[at]!.push(await timeOf(contenders[at]!, batches[at]!))
    }
  }
  const baseline = median(times[0] ?? [])
  return contenders.map(({ name }, at) => {
    const microseconds = median(times[at]!)
    return { name, microseconds, mean_microseconds: mean(times[at]!), ratio: microseconds / baseline }
  })
}

/** Runs until the engine has done its work. @returns microseconds of one run by then */
async function warmUp(contender: Contender): Promise<number> {
  const end = process.hrtime.bigint() + 300_000_000n
  let microseconds = 0
  do microseconds = await timeOf(contender, microseconds > 10_000 ? 3 : 20)
  while (process.hrtime.bigint() < end)
  return microseconds
}

/** Microseconds of one run, on average over a batch. Waits only for what has to be waited for. */
async function timeOf({ run }: Contender, runs: number): Promise<number> {
  const start = process.hrtime.bigint()
  for (let i = 0; i < runs; i++) {
    const result = run()
    if (result instanceof Promise) await result
  }
  return Number(process.hrtime.bigint() - start) / 1000 / runs
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
