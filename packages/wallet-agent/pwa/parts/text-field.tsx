import { type ReactNode, useId } from 'react'

export type TextFieldProps = {
  readonly label: string
  readonly value: string
  onChange(value: string): void
  readonly hint?: string
  /** What is wrong with it, and what is right about it, in words. */
  readonly fault?: string | undefined
  readonly good?: string | undefined
  readonly inputMode?: 'text' | 'numeric'
  readonly type?: 'text' | 'password' | 'search'
  readonly isDisabled?: boolean
}

/** A line of text with its label, and what is to be said about it. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, value, onChange, hint, fault, good, inputMode = 'text', type = 'text', isDisabled = false } = props
  const id = useId()
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        inputMode={inputMode}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck="false"
        value={value}
        disabled={isDisabled}
        aria-invalid={fault !== undefined}
        aria-describedby={described === '' ? undefined : described}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} className="fault" role="alert">
          {fault}
        </p>
      )}
      {good !== undefined && (
        <p className="good" role="status">
          <span aria-hidden="true">✓</span> {good}
        </p>
      )}
    </div>
  )
}
