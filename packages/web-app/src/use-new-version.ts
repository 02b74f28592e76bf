import { useEffect, useState } from 'react'

/** Whether another version of the app has taken over since this page was loaded: it is shown at the next start. */
export function useNewVersion(): boolean {
  const [isThere, setThere] = useState(false)
  useEffect(() => {
    const workers = navigator.serviceWorker
    // The first one to take over is the one that came with this page.
    if (!workers?.controller) return
    const listener = () => setThere(true)
    workers.addEventListener('controllerchange', listener)
    return () => workers.removeEventListener('controllerchange', listener)
  }, [])
  return isThere
}
