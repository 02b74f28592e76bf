import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { PasskeyError } from '../lock/passkey.ts'
import { useMoreTexts } from '../texts/more-texts.ts'
import { useStartTexts } from '../texts/start-texts.ts'
import { useAction } from '../use-action.ts'
import { useCurrentPin } from '../use-current-pin.ts'
import { useShell } from '../wallet-context.ts'
import { CurrentPinField } from './current-pin-field.tsx'
import { Problem } from './problem.tsx'

/** A passkey beside the PIN, where the browser can: added by whoever knows the PIN, and taken away again. */
export function PasskeySetting(): ReactNode {
  const text = useMoreTexts()
  const { lock } = useShell()
  const [state, setState] = useState<'pin' | 'pin_and_passkey' | 'none'>()
  useEffect(() => void lock.state().then(setState), [lock])
  const removing = useAction(async () => {
    await lock.removePasskey()
    setState(await lock.state())
  })
  if (state === undefined) return null
  return (
    <details>
      <summary>{text.passkey}</summary>
      <p>{text.passkeyHint}</p>
      {state === 'pin_and_passkey' ? (
        <button type="button" className="second" disabled={removing.isRunning} onClick={() => void removing.run()}>
          {text.removePasskey}
        </button>
      ) : (
        <AddPasskey onAdded={() => setState('pin_and_passkey')} />
      )}
      {removing.error !== undefined && <Problem error={removing.error} />}
      <p role="status">{state === 'pin_and_passkey' && text.passkeyAdded}</p>
    </details>
  )
}

function AddPasskey({ onAdded }: { onAdded(): void }): ReactNode {
  const text = useMoreTexts()
  const { passkeyProblems } = useStartTexts()
  const { lock } = useShell()
  const pin = useCurrentPin()
  const adding = useAction(async () => {
    if (pin.take(await lock.addPasskey(pin.value))) onAdded()
  })
  const { error, isRunning } = adding

  function submit(event: FormEvent): void {
    event.preventDefault()
    void adding.run()
  }

  return (
    <form onSubmit={submit} noValidate>
      <CurrentPinField pin={pin} isDisabled={isRunning} />
      <button type="submit" disabled={isRunning || pin.wait > 0 || pin.value === ''}>
        {text.addPasskey}
      </button>
      {error instanceof PasskeyError ? (
        <p className="notice" role="alert">
          {passkeyProblems[error.code]}
        </p>
      ) : (
        error !== undefined && <Problem error={error} />
      )}
    </form>
  )
}
