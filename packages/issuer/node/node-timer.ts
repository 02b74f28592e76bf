import { setTimeout as wait } from 'node:timers/promises'
import type { Timer } from '../src/index.ts'

/** The clock of the process, which no change of the time of day moves. */
export const nodeTimer: Timer = { milliseconds: () => performance.now(), wait }
