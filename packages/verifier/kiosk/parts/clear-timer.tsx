import { useNow } from '@bai/web-app'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from 'react-aria-components'
import { useKiosk } from '../kiosk-context.ts'
import { useTexts } from '../texts/use-texts.ts'

/** Counts down to when a verdict is gone; whoever needs it longer gets the time once more (WCAG 2.2, 2.2.1). */
export function ClearTimer({ seconds, onElapsed }: { seconds: number; onElapsed: () => void }): ReactNode {
  const text = useTexts()
  const { now } = useKiosk()
  const time = useNow(1)
  const [end, setEnd] = useState(() => now().getTime() + seconds * 1000)
  const left = Math.max(0, Math.ceil((end - time.getTime()) / 1000))
  const isOver = time.getTime() >= end
  useEffect(() => {
    if (isOver) onElapsed()
  }, [isOver, onElapsed])
  return (
    <>
      <Button className="second" onPress={() => setEnd(now().getTime() + seconds * 1000)}>
        {text.keepLonger}
      </Button>
      {/* Not announced: a number that changes every second would drown everything else. */}
      <p className="timer">{text.clearsIn(left)}</p>
    </>
  )
}
