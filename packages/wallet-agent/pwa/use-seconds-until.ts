import { useEffect, useState } from 'react'

/** Seconds until a moment, counted down; 0 when it has come. */
export function useSecondsUntil(moment: Date, now: () => Date): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const count = () => setSeconds(Math.max(0, Math.ceil((moment.getTime() - now().getTime()) / 1000)))
    count()
    const timer = setInterval(count, 500)
    return () => clearInterval(timer)
  }, [moment, now])
  return seconds
}
