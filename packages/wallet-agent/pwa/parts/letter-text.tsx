import { type ReactNode, useState } from 'react'
import { type Letter, useFollowUpTexts } from '../texts/follow-up-texts.ts'

/** A prepared text, to read and to take along. */
export function LetterText({ letter: { subject, body } }: { letter: Letter }): ReactNode {
  const text = useFollowUpTexts()
  const [isCopied, setCopied] = useState(false)
  return (
    <details>
      <summary>{text.read}</summary>
      <p className="card consent">
        <strong>{subject}</strong>
        {'\n\n'}
        {body}
      </p>
      <div className="actions">
        <button
          type="button"
          className="second"
          onClick={() => {
            // Where it is not allowed the text can still be marked and copied by hand.
            navigator.clipboard?.writeText(`${subject}\n\n${body}`).then(
              () => setCopied(true),
              () => {},
            )
          }}
        >
          {text.copy}
        </button>
        <span role="status">{isCopied && text.copied}</span>
      </div>
    </details>
  )
}
