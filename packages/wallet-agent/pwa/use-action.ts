import { useCallback, useRef, useState } from 'react'

export type Action<A extends readonly unknown[]> = {
  readonly isRunning: boolean
  /** What it failed with; undefined before, while and after it went well. */
  readonly error: unknown
  run(...input: A): Promise<void>
  clear(): void
}

/** Something that takes its time and may fail: it runs once at a time, whatever is tapped meanwhile. */
export function useAction<A extends readonly unknown[]>(work: (...input: A) => Promise<void>): Action<A> {
  const [state, setState] = useState<{ readonly isRunning: boolean; readonly error?: unknown }>({ isRunning: false })
  const running = useRef(false)
  const run = async (...input: A) => {
    if (running.current) return
    running.current = true
    setState({ isRunning: true })
    try {
      await work(...input)
      setState({ isRunning: false })
    } catch (error) {
      setState({ isRunning: false, error })
    } finally {
      running.current = false
    }
  }
  const clear = useCallback(() => setState({ isRunning: false }), [])
  return { isRunning: state.isRunning, error: state.error, run, clear }
}
