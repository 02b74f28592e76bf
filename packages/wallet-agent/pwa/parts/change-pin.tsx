import { type FormEvent, type ReactNode, useState } from 'react'
import { checkPin } from '../lock/check-pin.ts'
import { useMoreTexts } from '../texts/more-texts.ts'
import { useStartTexts } from '../texts/start-texts.ts'
import { useAction } from '../use-action.ts'
import { useCurrentPin } from '../use-current-pin.ts'
import { useShell } from '../wallet-context.ts'
import { CurrentPinField } from './current-pin-field.tsx'
import { PinField } from './pin-field.tsx'
import { Problem } from './problem.tsx'

/** Another PIN, for whoever knows the one that is. */
export function ChangePin(): ReactNode {
  const text = useMoreTexts()
  const { newPin, pinAgain, pinFaults } = useStartTexts()
  const { lock } = useShell()
  const current = useCurrentPin()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [faults, setFaults] = useState<{ readonly pin?: string; readonly again?: string }>({})
  const [isChanged, setChanged] = useState(false)
  const changing = useAction(async () => {
    const isRight = current.take(await lock.changePin(current.value, pin))
    setChanged(isRight)
    if (!isRight) return
    setPin('')
    setAgain('')
  })

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChanged(false)
    const fault = checkPin(pin)
    setFaults(fault !== undefined ? { pin: pinFaults[fault] } : pin !== again ? { again: pinFaults.differs } : {})
    if (fault === undefined && pin === again) void changing.run()
  }

  const { isRunning } = changing
  return (
    <details>
      <summary>{text.changePin}</summary>
      <form onSubmit={submit} noValidate>
        <CurrentPinField pin={current} isDisabled={isRunning} />
        <PinField label={newPin} value={pin} onChange={setPin} fault={faults.pin} isNew isDisabled={isRunning} />
        <PinField
          label={pinAgain}
          value={again}
          onChange={setAgain}
          fault={faults.again}
          isNew
          isDisabled={isRunning}
        />
        <button type="submit" disabled={isRunning || current.wait > 0 || current.value === ''}>
          {text.changePin}
        </button>
        {changing.error !== undefined && <Problem error={changing.error} />}
        <p role="status">{isRunning ? text.changing : isChanged && text.pinChanged}</p>
      </form>
    </details>
  )
}
