import { type ReactNode, useId } from 'react'
import { useEnrolTexts } from '../texts/enrol-texts.ts'

/** As they are chosen; `00` for what is not known, empty for what was not chosen yet. */
export type BirthDateParts = { readonly day: string; readonly month: string; readonly year: string }

export type BirthDateFieldProps = {
  readonly value: BirthDateParts
  onChange(value: BirthDateParts): void
  readonly fault: string | undefined
}

const BUDDHIST_ERA = 543
const DAYS = Array.from({ length: 31 }, (_, i) => String(i + 1).padStart(2, '0'))
const UNKNOWN = '00'

/** Day, month and year of the Buddhist era; day and month may be unknown, as on the cards of many elderly people. */
export function BirthDateField({ value, onChange, fault }: BirthDateFieldProps): ReactNode {
  const text = useEnrolTexts()
  const id = useId()
  return (
    <fieldset aria-describedby={`${id}-hint${fault === undefined ? '' : ` ${id}-fault`}`}>
      <legend>{text.birth}</legend>
      <div className="date-parts">
        <Choice label={text.day} value={value.day} onChange={(day) => onChange({ ...value, day })}>
          {DAYS.map((day) => (
            <option key={day} value={day}>
              {Number(day)}
            </option>
          ))}
        </Choice>
        <Choice label={text.month} value={value.month} onChange={(month) => onChange({ ...value, month })}>
          {text.months.map((name, i) => (
            <option key={name} value={String(i + 1).padStart(2, '0')}>
              {name}
            </option>
          ))}
        </Choice>
        <div>
          <label htmlFor={`${id}-year`}>{text.year}</label>
          <input
            id={`${id}-year`}
            inputMode="numeric"
            maxLength={4}
            autoComplete="off"
            value={value.year}
            onChange={(event) => onChange({ ...value, year: event.target.value.replaceAll(/\D/g, '') })}
          />
        </div>
      </div>
      <p id={`${id}-hint`} className="hint">
        {text.birthHint}
      </p>
      {fault !== undefined && (
        <p id={`${id}-fault`} className="fault" role="alert">
          {fault}
        </p>
      )}
    </fieldset>
  )
}

type ChoiceProps = {
  readonly label: string
  readonly value: string
  onChange(value: string): void
  readonly children: ReactNode
}

function Choice({ label, value, onChange, children }: ChoiceProps): ReactNode {
  const text = useEnrolTexts()
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">—</option>
        {children}
        <option value={UNKNOWN}>{text.unknown}</option>
      </select>
    </div>
  )
}

/** @returns `YYYYMMDD` of the Buddhist era; undefined for what is no date, or not of the past */
export function buddhistDigits({ day, month, year }: BirthDateParts, now: Date): string | undefined {
  if (!/^2[3-9]\d\d$/.test(year) || day === '' || month === '') return undefined
  if (month === UNKNOWN && day !== UNKNOWN) return undefined
  const christian = Number(year) - BUDDHIST_ERA
  if (month !== UNKNOWN && day !== UNKNOWN) {
    const date = new Date(Date.UTC(christian, Number(month) - 1, Number(day)))
    if (date.getUTCDate() !== Number(day) || date > now) return undefined
  }
  return christian > now.getUTCFullYear() ? undefined : year + month + day
}
