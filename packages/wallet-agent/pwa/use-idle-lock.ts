import { useEffect, useRef } from 'react'

const EVENTS = ['pointerdown', 'keydown', 'scroll'] as const
const EVERY_MILLISECONDS = 5_000

/**
 * Locks after so many minutes without a touch. The clock is looked at when the page comes back, too: timers stand still
 * while a phone sleeps.
 */
export function useIdleLock(
  minutes: number,
  { now, lock }: { readonly now: () => Date; readonly lock: () => void },
): void {
  const touchedAt = useRef(now())
  useEffect(() => {
    const touch = () => {
      touchedAt.current = now()
    }
    const check = () => {
      if (now().getTime() - touchedAt.current.getTime() >= minutes * 60_000) lock()
    }
    touch()
    const timer = setInterval(check, EVERY_MILLISECONDS)
    for (const event of EVENTS) addEventListener(event, touch, { passive: true })
    document.addEventListener('visibilitychange', check)
    return () => {
      clearInterval(timer)
      for (const event of EVENTS) removeEventListener(event, touch)
      document.removeEventListener('visibilitychange', check)
    }
  }, [minutes, now, lock])
}
