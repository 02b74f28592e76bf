import * as lock from './lock-checks.ts'
import * as stores from './store-checks.ts'

// What the page of the tests calls.
const checks = { ...stores, ...lock }
export type Checks = typeof checks
Object.assign(globalThis, { checks })
