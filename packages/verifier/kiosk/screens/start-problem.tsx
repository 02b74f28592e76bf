import type { ReactNode } from 'react'
import { en } from '../texts/en.ts'
import { th } from '../texts/th.ts'

export type StartProblemKind = 'config' | 'storage'

/** Why there is no kiosk, in both languages: without settings none is chosen. */
export function StartProblem({ kind }: { kind: StartProblemKind }): ReactNode {
  return (
    <main>
      {[th, en].map(({ startProblems }) => (
        <section key={startProblems.title} lang={startProblems === th.startProblems ? 'th' : 'en'} role="alert">
          <h1>{startProblems.title}</h1>
          <p>{startProblems[kind]}</p>
        </section>
      ))}
    </main>
  )
}
