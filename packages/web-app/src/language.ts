import { createContext, use } from 'react'

export const LANGUAGES = ['th', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** The language of the screens; given by the app. */
export const LanguageContext = createContext<Language>('th')

export function useLanguage(): Language {
  return use(LanguageContext)
}
