import { useLanguage } from '@bai/web-app'
import { type ReactNode, useEffect, useRef } from 'react'
import { describeProblem } from '../texts/problem-texts.ts'

/** What went wrong, in plain words, with its code for whoever is asked for help. */
export function Problem({ error, children }: { error: unknown; children?: ReactNode }): ReactNode {
  const language = useLanguage()
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => notice.current?.focus(), [])
  const { words, code } = describeProblem(error)
  return (
    <div className="notice" role="alert" ref={notice} tabIndex={-1}>
      <p>{words[language]}</p>
      {code !== undefined && <p className="code">{code}</p>}
      {children}
    </div>
  )
}
