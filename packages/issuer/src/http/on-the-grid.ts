import type { Timer } from '../face-ports.ts'

/**
 * Does the work, and lets its answer or refusal go out at the next multiple of `gridMilliseconds` since it began: how long
 * a query took does not show, unless it makes the difference of a whole step.
 */
export async function onTheGrid<T>(gridMilliseconds: number, timer: Timer, work: () => Promise<T>): Promise<T> {
  const beganAt = timer.milliseconds()
  try {
    return await work()
  } finally {
    await untilTheGrid(gridMilliseconds, timer, beganAt)
  }
}

/** The same where only the refusal must not tell how long it took. */
export async function refusedOnTheGrid<T>(gridMilliseconds: number, timer: Timer, work: () => Promise<T>): Promise<T> {
  const beganAt = timer.milliseconds()
  try {
    return await work()
  } catch (error) {
    await untilTheGrid(gridMilliseconds, timer, beganAt)
    throw error
  }
}

async function untilTheGrid(gridMilliseconds: number, timer: Timer, beganAt: number): Promise<void> {
  const passed = timer.milliseconds() - beganAt
  await timer.wait((Math.floor(passed / gridMilliseconds) + 1) * gridMilliseconds - passed)
}
