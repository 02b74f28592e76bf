import { printCounter, printProgress } from './output.ts'

const WIDTH = 30

/** A bar on standard error with the time that is left: rewritten in place on a terminal, a line every tenth elsewhere. */
export function showProgress(what: string): { step(done: number, total: number): void; end(): void } {
  const start = Date.now()
  let tenths = 0
  let last = ''
  return {
    step(done, total) {
      const seconds = Math.round((((Date.now() - start) / done) * (total - done)) / 1000)
      const filled = Math.round((done / total) * WIDTH)
      last = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done} of ${total} ${what}, ${seconds} s left`
      printCounter(last)
      if (process.stderr.isTTY || Math.floor((done * 10) / total) === tenths) return
      tenths = Math.floor((done * 10) / total)
      printProgress(last)
    },
    end() {
      if (process.stderr.isTTY) printProgress('')
    },
  }
}
