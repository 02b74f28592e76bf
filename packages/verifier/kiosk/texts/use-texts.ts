import { createContext, use } from 'react'
import type { Language } from '../kiosk-settings.ts'
import { en } from './en.ts'
import { type KioskTexts, th } from './th.ts'

const TEXTS: Readonly<Record<Language, KioskTexts>> = { th, en }

/** The language of the screens; given by the app. */
export const LanguageContext = createContext<Language>('th')

/** The texts of the screen, in its language. A table that the compiler checks: a text that is missing does not build. */
export function useTexts(): KioskTexts & { readonly language: Language } {
  const language = use(LanguageContext)
  return { ...TEXTS[language], language }
}
