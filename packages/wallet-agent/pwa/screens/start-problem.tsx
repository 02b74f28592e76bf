import { LANGUAGES, type Language, LanguageContext } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useStartTexts } from '../texts/start-texts.ts'

export type StartProblemKind = 'config' | 'storage' | 'insecure'

/** The wallet cannot be opened at all: told in both languages, for nothing is known yet. */
export function StartProblem({ kind }: { kind: StartProblemKind }): ReactNode {
  return (
    <main>
      {LANGUAGES.map((language) => (
        <LanguageContext key={language} value={language}>
          <Problem kind={kind} language={language} />
        </LanguageContext>
      ))}
    </main>
  )
}

function Problem({ kind, language }: { kind: StartProblemKind; language: Language }): ReactNode {
  const { problems } = useStartTexts()
  return (
    <div className="notice" role="alert" lang={language}>
      <h1>{problems.title}</h1>
      <p>{problems[kind]}</p>
    </div>
  )
}
