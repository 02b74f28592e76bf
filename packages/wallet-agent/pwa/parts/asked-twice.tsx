import { type ReactNode, useEffect, useRef, useState } from 'react'

export type AskedTwiceProps = {
  readonly label: string
  /** What it does, told before it is done. */
  readonly hint: string
  readonly sure: string
  readonly keep: string
  readonly isRunning?: boolean
  onSure(): void
}

/** A button for what cannot be taken back: it tells first what it does, and asks once more. */
export function AskedTwice({ label, hint, sure, keep, isRunning = false, onSure }: AskedTwiceProps): ReactNode {
  const [isAsked, setAsked] = useState(false)
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isAsked) notice.current?.focus()
  }, [isAsked])
  if (!isAsked)
    return (
      <button type="button" className="link" onClick={() => setAsked(true)}>
        {label}
      </button>
    )
  return (
    <div className="notice" ref={notice} tabIndex={-1}>
      <p>{hint}</p>
      <div className="actions">
        <button type="button" className="danger" disabled={isRunning} onClick={onSure}>
          {sure}
        </button>
        <button type="button" className="second" onClick={() => setAsked(false)}>
          {keep}
        </button>
      </div>
    </div>
  )
}
