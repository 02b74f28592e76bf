import { ScreenHeading } from '@bai/web-app'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { PasskeyError } from '../lock/passkey.ts'
import { ForgottenPin } from '../parts/forgotten-pin.tsx'
import { PinField } from '../parts/pin-field.tsx'
import { useStartTexts } from '../texts/start-texts.ts'
import { useSecondsUntil } from '../use-seconds-until.ts'
import { useShell } from '../wallet-context.ts'

/** The lock: a PIN, or the passkey where there is one. Wrong PINs make the next try wait. */
export function UnlockScreen({ onOpened }: { onOpened(dataKey: CryptoKey): void }): ReactNode {
  const text = useStartTexts()
  const { lock, now } = useShell()
  const [pin, setPin] = useState('')
  const [fault, setFault] = useState<'wrong' | PasskeyError['code']>()
  const [isOpening, setOpening] = useState(false)
  const [hasPasskey, setHasPasskey] = useState(false)
  const [nextTryAt, setNextTryAt] = useState(now)
  const wait = useSecondsUntil(nextTryAt, now)
  useEffect(() => {
    void lock.state().then((state) => setHasPasskey(state === 'pin_and_passkey'))
    void lock.nextTryAt().then(setNextTryAt)
  }, [lock])

  async function openByPin(event: FormEvent): Promise<void> {
    event.preventDefault()
    setFault(undefined)
    setOpening(true)
    const unlocking = await lock.unlockByPin(pin)
    if (unlocking.kind === 'opened') return onOpened(unlocking.dataKey)
    setOpening(false)
    setPin('')
    setNextTryAt(unlocking.nextTryAt)
    if (unlocking.kind === 'wrong') setFault('wrong')
  }

  async function openByPasskey(): Promise<void> {
    setFault(undefined)
    try {
      onOpened(await lock.unlockByPasskey())
    } catch (error) {
      setFault(error instanceof PasskeyError ? error.code : 'unsupported')
    }
  }

  const words = fault === undefined || fault === 'wrong' ? fault && text.wrongPin : text.passkeyProblems[fault]
  return (
    <>
      <form onSubmit={(event) => void openByPin(event)} noValidate>
        <ScreenHeading>{text.unlockTitle}</ScreenHeading>
        <PinField label={text.pin} value={pin} onChange={setPin} fault={words} isDisabled={isOpening || wait > 0} />
        {wait > 0 && <p className="notice">{text.waitForNextTry(text.waiting(wait))}</p>}
        <div className="actions">
          <button type="submit" disabled={isOpening || wait > 0}>
            {text.unlock}
          </button>
          {hasPasskey && (
            <button type="button" className="second" onClick={() => void openByPasskey()}>
              {text.unlockByPasskey}
            </button>
          )}
        </div>
        <p role="status">{isOpening && text.unlocking}</p>
      </form>
      <ForgottenPin />
    </>
  )
}
