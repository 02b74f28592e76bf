import { type ReactNode, useId } from 'react'

export type CheckFieldProps = {
  readonly isSelected: boolean
  onChange(isSelected: boolean): void
  readonly children: ReactNode
}

/** A box to tick, with its words beside it. */
export function CheckField({ isSelected, onChange, children }: CheckFieldProps): ReactNode {
  const id = useId()
  return (
    <div className="check">
      <input id={id} type="checkbox" checked={isSelected} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>{children}</label>
    </div>
  )
}
