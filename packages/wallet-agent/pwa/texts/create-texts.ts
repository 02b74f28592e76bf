import { type Language, useLanguage } from '@bai/web-app'

/**
 * The texts of some screens in both languages. The compiler sees to it that none is missing in English, for the type of one
 * is the type of the other.
 *
 * @returns a hook that gives them in the language of the app
 */
export function createTexts<T extends object>(th: T, en: NoInfer<T>): () => T & { readonly language: Language } {
  const texts = { th: { ...th, language: 'th' as const }, en: { ...en, language: 'en' as const } }
  return () => texts[useLanguage()]
}
