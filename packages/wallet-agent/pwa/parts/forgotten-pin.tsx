import { type ReactNode, useState } from 'react'
import { useStartTexts } from '../texts/start-texts.ts'
import { useShell } from '../wallet-context.ts'

/** The only way around a PIN that was forgotten: to delete everything, asked twice. */
export function ForgottenPin(): ReactNode {
  const text = useStartTexts()
  const { startOver } = useShell()
  const [isAsked, setAsked] = useState(false)
  return (
    <details className="forgotten">
      <summary>{text.forgotten}</summary>
      <p>{text.forgottenHint}</p>
      <div className="actions">
        {isAsked ? (
          <>
            <button type="button" className="danger" onClick={() => void startOver()}>
              {text.startOverSure}
            </button>
            <button type="button" className="second" onClick={() => setAsked(false)}>
              {text.keep}
            </button>
          </>
        ) : (
          <button type="button" className="second" onClick={() => setAsked(true)}>
            {text.startOver}
          </button>
        )}
      </div>
    </details>
  )
}
