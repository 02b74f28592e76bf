import type { Bundle } from '@bai/credential'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useWebApp } from '../web-app-context.ts'
import type { BundleUpdate } from './bundle-keeper.ts'

export type BundleState = {
  readonly bundle: Bundle | undefined
  /** How the last update ended that somebody asked for; those in the background end in silence. */
  readonly lastUpdate: BundleUpdate | undefined
  readonly isUpdating: boolean
  update(): Promise<void>
  importFile(file: File): Promise<void>
}

const EVERY_MINUTES = 10

/** The bundle, kept up to date while there is a network: at the start, when the network comes back, and every ten minutes. */
export function useBundle(): BundleState {
  const { bundles, keptBundle } = useWebApp()
  const [bundle, setBundle] = useState(keptBundle)
  const [lastUpdate, setLastUpdate] = useState<BundleUpdate>()
  const [isUpdating, setUpdating] = useState(false)
  const running = useRef(Promise.resolve())

  /** One after the other: each is held against the sequence number that the last one left. */
  const run = useCallback((work: () => Promise<BundleUpdate>): Promise<BundleUpdate> => {
    const done = running.current.then(work).then((result) => {
      if ('bundle' in result) setBundle(result.bundle)
      return result
    })
    running.current = done.then(
      () => {},
      () => {},
    )
    return done
  }, [])

  const tell = useCallback(
    async (work: () => Promise<BundleUpdate>) => {
      setUpdating(true)
      try {
        setLastUpdate(await run(work))
      } finally {
        setUpdating(false)
      }
    },
    [run],
  )

  useEffect(() => {
    const refresh = () => void run(bundles.fetchNext)
    refresh()
    const timer = setInterval(refresh, EVERY_MINUTES * 60_000)
    addEventListener('online', refresh)
    return () => {
      clearInterval(timer)
      removeEventListener('online', refresh)
    }
  }, [bundles, run])

  return {
    bundle,
    lastUpdate,
    isUpdating,
    update: () => tell(bundles.fetchNext),
    importFile: (file) => tell(async () => bundles.importFile(await file.text())),
  }
}
