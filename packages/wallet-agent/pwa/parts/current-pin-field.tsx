import type { ReactNode } from 'react'
import { useStartTexts } from '../texts/start-texts.ts'
import type { CurrentPin } from '../use-current-pin.ts'
import { PinField } from './pin-field.tsx'

/** The PIN that the wallet has now, and how long to wait when it was wrong too often. */
export function CurrentPinField({ pin, isDisabled }: { pin: CurrentPin; isDisabled: boolean }): ReactNode {
  const text = useStartTexts()
  return (
    <>
      <PinField
        label={text.currentPin}
        value={pin.value}
        onChange={pin.set}
        fault={pin.fault}
        isDisabled={isDisabled || pin.wait > 0}
      />
      {pin.wait > 0 && <p className="notice">{text.waitForNextTry(text.waiting(pin.wait))}</p>}
    </>
  )
}
