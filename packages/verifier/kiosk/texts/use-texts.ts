import { type Language, useLanguage } from '@bai/web-app'
import { en } from './en.ts'
import { type KioskTexts, th } from './th.ts'

const TEXTS: Readonly<Record<Language, KioskTexts>> = { th, en }

/** The texts of the screen, in its language. A table that the compiler checks: a text that is missing does not build. */
export function useTexts(): KioskTexts & { readonly language: Language } {
  const language = useLanguage()
  return { ...TEXTS[language], language }
}
