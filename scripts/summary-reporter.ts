import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with `N passed, N failed, N skipped`, the line that continuous integration reads. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state !== 'pending') count[state] += 1
      }
      // A file that does not load has no failed test of its own, and must not pass for green.
      if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0) count.failed += 1
    }
    process.stdout.write(`tests: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`)
  }
}
