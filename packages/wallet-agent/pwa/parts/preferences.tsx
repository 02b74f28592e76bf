import { LANGUAGES, type Language } from '@bai/web-app'
import { type ReactNode, useId } from 'react'
import { useMoreTexts } from '../texts/more-texts.ts'
import { LOCK_AFTER_MINUTES, useSettings } from '../wallet-settings.ts'

/** Language, and when the wallet locks itself. */
export function Preferences(): ReactNode {
  const text = useMoreTexts()
  const { settings, change } = useSettings()
  const id = useId()
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-language`}>{text.languageLabel}</label>
        <select
          id={`${id}-language`}
          value={settings.language}
          onChange={(event) => change({ language: event.target.value as Language })}
        >
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {text.languages[language]}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-minutes`}>{text.lockAfter}</label>
        <select
          id={`${id}-minutes`}
          value={settings.lockAfterMinutes}
          onChange={(event) => change({ lockAfterMinutes: Number(event.target.value) })}
        >
          {LOCK_AFTER_MINUTES.map((minutes) => (
            <option key={minutes} value={minutes}>
              {text.minutes(minutes)}
            </option>
          ))}
        </select>
      </div>
    </>
  )
}
