import { useEffect, useState } from 'react'
import { useWebApp } from './web-app-context.ts'

/** The time, told anew every so many seconds. */
export function useNow(everySeconds: number): Date {
  const { now } = useWebApp()
  const [time, setTime] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), everySeconds * 1000)
    return () => clearInterval(timer)
  }, [now, everySeconds])
  return time
}
