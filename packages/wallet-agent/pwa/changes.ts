import { useEffect, useState } from 'react'

/** Tells whoever listens that something that is stored has changed. */
export type Changes = { subscribe(listener: () => void): () => void; emit(): void }

export function createChanges(): Changes {
  const listeners = new Set<() => void>()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit: () => {
      for (const listener of listeners) listener()
    },
  }
}

/** What a store holds, read again after every change. Undefined until it was read; an error is thrown into the screen. */
export function useStored<T>(read: () => Promise<T>, changes: Changes): T | undefined {
  const [state, setState] = useState<{ readonly value?: T; readonly error?: unknown }>({})
  useEffect(() => {
    let isCurrent = true
    const load = () =>
      read().then(
        (value) => isCurrent && setState({ value }),
        (error: unknown) => isCurrent && setState({ error }),
      )
    void load()
    const unsubscribe = changes.subscribe(() => void load())
    return () => {
      isCurrent = false
      unsubscribe()
    }
  }, [read, changes])
  if (state.error !== undefined) throw state.error
  return state.value
}
