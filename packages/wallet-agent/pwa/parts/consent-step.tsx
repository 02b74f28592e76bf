import { type ReactNode, useEffect, useState } from 'react'
import { type EnrolmentConsent, fetchConsent } from '../../src/index.ts'
import { useEnrolTexts } from '../texts/enrol-texts.ts'
import { useWallet } from '../wallet-context.ts'
import { CheckField } from './check-field.tsx'
import { Problem } from './problem.tsx'

/** The text that is agreed to, as the issuer has it, in the language of the screen. */
export function ConsentStep({ onAgree }: { onAgree(consent: EnrolmentConsent): void }): ReactNode {
  const text = useEnrolTexts()
  const wallet = useWallet()
  const [consent, setConsent] = useState<EnrolmentConsent>()
  const [problem, setProblem] = useState<unknown>()
  const [isGiven, setGiven] = useState(false)
  useEffect(() => {
    fetchConsent(wallet.config.issuer, wallet).then(setConsent, setProblem)
  }, [wallet])
  if (problem !== undefined) return <Problem error={problem} />
  if (consent === undefined) return <p role="status">{text.consentLoading}</p>
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onAgree(consent)
      }}
    >
      <h2>{text.consentTitle}</h2>
      <p className="card consent">{consent[text.language]}</p>
      <CheckField isSelected={isGiven} onChange={setGiven}>
        {text.consent}
      </CheckField>
      <div className="actions">
        <button type="submit" disabled={!isGiven}>
          {text.next}
        </button>
      </div>
    </form>
  )
}
