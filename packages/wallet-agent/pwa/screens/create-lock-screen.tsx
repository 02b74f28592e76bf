import { ScreenHeading } from '@bai/web-app'
import { type FormEvent, type ReactNode, useState } from 'react'
import { checkPin, type PinFault } from '../lock/check-pin.ts'
import { PinField } from '../parts/pin-field.tsx'
import { useStartTexts } from '../texts/start-texts.ts'
import { useShell } from '../wallet-context.ts'

/** A PIN, typed twice. */
export function CreateLockScreen({ onCreated }: { onCreated(dataKey: CryptoKey): void }): ReactNode {
  const text = useStartTexts()
  const { lock } = useShell()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [checked, setChecked] = useState<{ readonly pin?: PinFault; readonly again?: 'differs' }>({})
  const [isCreating, setCreating] = useState(false)

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault()
    const fault = checkPin(pin)
    if (fault !== undefined) return setChecked({ pin: fault })
    if (pin !== again) return setChecked({ again: 'differs' })
    setChecked({})
    setCreating(true)
    onCreated(await lock.create(pin))
  }

  return (
    <form onSubmit={(event) => void create(event)} noValidate>
      <ScreenHeading>{text.createTitle}</ScreenHeading>
      <p>{text.createHint}</p>
      <PinField
        label={text.pin}
        value={pin}
        onChange={setPin}
        fault={checked.pin && text.pinFaults[checked.pin]}
        isNew
        isDisabled={isCreating}
      />
      <PinField
        label={text.pinAgain}
        value={again}
        onChange={setAgain}
        fault={checked.again && text.pinFaults[checked.again]}
        isNew
        isDisabled={isCreating}
      />
      <div className="actions">
        <button type="submit" disabled={isCreating}>
          {text.create}
        </button>
      </div>
      <p role="status">{isCreating && text.creating}</p>
    </form>
  )
}
