import { CodeScanner } from '@bai/web-app'
import { type ReactNode, useState } from 'react'
import { Button } from 'react-aria-components'
import { type CredentialName, compareNames } from '../../src/boarding-pass/compare-names.ts'
import { type BoardingPass, parseBoardingPass } from '../../src/boarding-pass/parse-boarding-pass.ts'
import { readPass } from '../code-readers.ts'
import { useTexts } from '../texts/use-texts.ts'

type Step = { readonly name: 'closed' | 'open' | 'unreadable' } | { readonly name: 'read'; readonly pass: BoardingPass }

/** The name of the credential beside that of a boarding pass, with what a comparison by letters says of the two. */
export function BoardingPassCheck({ name }: { name: CredentialName }): ReactNode {
  const { boardingPass: text } = useTexts()
  const [step, setStep] = useState<Step>({ name: 'closed' })
  const isOpen = step.name === 'open' || step.name === 'unreadable'

  function take(texts: readonly string[]): void {
    const pass = texts.map(parseBoardingPass).find((each) => each !== undefined)
    setStep(pass === undefined ? { name: 'unreadable' } : { name: 'read', pass })
  }

  return (
    <section className="card boarding-pass">
      <h2>{text.title}</h2>
      {isOpen && <CodeScanner read={readPass} pasteLabel={text.paste} onTexts={take} />}
      {step.name === 'unreadable' && <p role="alert">{text.outcomes.unreadable}</p>}
      {step.name === 'read' && <Comparison pass={step.pass} name={name} />}
      {!isOpen && (
        <Button className="second" onPress={() => setStep({ name: 'open' })}>
          {step.name === 'closed' ? text.scan : text.again}
        </Button>
      )}
    </section>
  )
}

function Comparison({ pass, name }: { pass: BoardingPass; name: CredentialName }): ReactNode {
  const { boardingPass: text } = useTexts()
  const outcome = compareNames(pass, name)
  return (
    <div role="alert" className={`names ${outcome}`}>
      <p className="outcome">{text.outcomes[outcome]}</p>
      <dl>
        <div>
          <dt>{text.onPass}</dt>
          <dd className="letters">{pass.name}</dd>
        </div>
        <div>
          <dt>{text.onCredential}</dt>
          <dd className="letters">{`${name.familyName}/${name.givenName}`.toUpperCase()}</dd>
        </div>
        <div>
          <dt>{text.flights}</dt>
          <dd>{pass.legs.map(({ flight, from, to }) => `${flight} ${from}–${to}`).join(', ')}</dd>
        </div>
      </dl>
    </div>
  )
}
