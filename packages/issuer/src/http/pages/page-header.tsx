/** @jsxRuntime automatic */
import type { ReactNode } from 'react'
import type { Language } from './render-page.tsx'

/** Whose page it is, and the way to the other language. */
export function PageHeader({
  name,
  language,
  otherHref,
}: {
  name: string
  language: Language
  otherHref: string
}): ReactNode {
  const other = language === 'th' ? 'en' : 'th'
  return (
    <header>
      <strong>{language === 'th' ? 'ใบ · Bai' : 'Bai · ใบ'}</strong>
      <span>{name}</span>
      <a href={otherHref} lang={other} hrefLang={other}>
        {other === 'en' ? 'English' : 'ภาษาไทย'}
      </a>
    </header>
  )
}
