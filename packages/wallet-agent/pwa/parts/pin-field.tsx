import { type ReactNode, useId } from 'react'
import { PIN_LENGTH } from '../lock/check-pin.ts'

export type PinFieldProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What is wrong with it, in words. */
  readonly fault?: string | undefined
  readonly isNew?: boolean
  readonly isDisabled?: boolean
}

/** A PIN: digits only, hidden, with the keys of a telephone where there is a touch screen. */
export function PinField({
  label,
  value,
  onChange,
  fault,
  isNew = false,
  isDisabled = false,
}: PinFieldProps): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="pin"
        type="password"
        inputMode="numeric"
        pattern="[0-9]*"
        maxLength={PIN_LENGTH}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        value={value}
        disabled={isDisabled}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault !== undefined && (
        <p id={`${id}-fault`} className="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
