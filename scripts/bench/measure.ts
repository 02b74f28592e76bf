/** Something to be timed, under the name it has in the table. */
export type Contender = { readonly name: string; readonly run: () => unknown }

/** Median time of one run, and of the ratio to the baseline in the same round. */
export type Row = { readonly name: string; readonly microseconds: number; readonly ratio: number }

export type Measured = {
  readonly name: string
  /** What is held against the target: a ratio or milliseconds, as `unit` says. */
  readonly value: number
  readonly unit: string
  readonly target: number
  /** Median of ours over the baseline, measured in turns within the same rounds. */
  readonly ratio: number
  readonly baseline: string
  readonly rows: readonly Row[]
}

const ROUNDS = 41
const BATCH_MILLISECONDS = 8

/**
 * Times contenders in turns: every round runs each for some milliseconds, beginning with another one each time, so that
 * a busy machine slows all of them alike. Ratios are taken within a round and then their median.
 *
 * @param contenders the first is the baseline
 */
export async function measureInTurns(contenders: readonly Contender[]): Promise<readonly Row[]> {
  const batches: number[] = []
  for (const contender of contenders) batches.push(await calibrate(contender))
  const times: number[][] = contenders.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const at = (round + turn) % contenders.length
      times[at]!.push(await timeOf(contenders[at]!, batches[at]!))
    }
  }
  const [baseline = []] = times
  return contenders.map(({ name }, at) => ({
    name,
    microseconds: median(times[at]!),
    ratio: median(times[at]!.map((time, round) => time / baseline[round]!)),
  }))
}

/** How many runs fill a batch, found while the engine warms up. */
async function calibrate(contender: Contender): Promise<number> {
  let runs = 1
  for (let warm = 0; warm < 30; warm++) {
    const microseconds = await timeOf(contender, runs)
    runs = Math.min(20_000, Math.max(1, Math.ceil((BATCH_MILLISECONDS * 1000) / microseconds)))
  }
  return runs
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

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
