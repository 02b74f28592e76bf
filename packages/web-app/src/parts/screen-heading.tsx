import { type ReactNode, useEffect, useRef } from 'react'

/** The heading of a screen. It takes the focus when the screen opens, so that whoever hears or tabs begins there. */
export function ScreenHeading({ children }: { children: ReactNode }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
