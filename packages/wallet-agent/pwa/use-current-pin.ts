import { useEffect, useState } from 'react'
import type { Unlocking } from './lock/wallet-lock.ts'
import { useStartTexts } from './texts/start-texts.ts'
import { useSecondsUntil } from './use-seconds-until.ts'
import { useShell } from './wallet-context.ts'

export type CurrentPin = {
  readonly value: string
  set(value: string): void
  readonly fault: string | undefined
  /** Seconds until the next try. */
  readonly wait: number
  /** Takes what became of a try. @returns whether the PIN was right */
  take(unlocking: Unlocking): boolean
}

/** The PIN as it is asked for within the open wallet: a wrong one counts there, too. */
export function useCurrentPin(): CurrentPin {
  const text = useStartTexts()
  const { lock, now } = useShell()
  const [value, setValue] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [nextTryAt, setNextTryAt] = useState(now)
  const wait = useSecondsUntil(nextTryAt, now)
  useEffect(() => void lock.nextTryAt().then(setNextTryAt), [lock])
  return {
    value,
    set: (next) => {
      setValue(next)
      setWrong(false)
    },
    fault: isWrong ? text.wrongPin : undefined,
    wait,
    take: (unlocking) => {
      setValue('')
      setWrong(unlocking.kind === 'wrong')
      if (unlocking.kind !== 'opened') setNextTryAt(unlocking.nextTryAt)
      return unlocking.kind === 'opened'
    },
  }
}
