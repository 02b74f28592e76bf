import { labelsOf, ScreenHeading } from '@bai/web-app'
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { finishSignIn, type Holding } from '../../src/index.ts'
import { classify, useIncoming } from '../incoming.ts'
import { OfferForm } from '../parts/offer-form.tsx'
import { Problem } from '../parts/problem.tsx'
import { TextField } from '../parts/text-field.tsx'
import { useEnrolTexts } from '../texts/enrol-texts.ts'
import { useAction } from '../use-action.ts'
import { useWallet } from '../wallet-context.ts'

/** An offer that was scanned, pasted or followed; or the way back from an issuer's page. */
export function ReceiveScreen(): ReactNode {
  const text = useEnrolTexts()
  const { incoming, take } = useIncoming()
  const [received, setReceived] = useState<readonly Holding[]>()
  const onReceived = useCallback(
    (holdings: readonly Holding[]) => {
      setReceived(holdings)
      take(undefined)
    },
    [take],
  )
  if (received !== undefined) return <Received holdings={received} />
  return (
    <>
      <ScreenHeading>{text.receiveTitle}</ScreenHeading>
      {incoming?.kind === 'return' ? (
        <Finishing address={incoming.text} onReceived={onReceived} />
      ) : incoming?.kind === 'offer' ? (
        <OfferForm
          key={incoming.text}
          offer={incoming.text}
          onReceived={onReceived}
          onDismiss={() => take(undefined)}
        />
      ) : (
        <OfferInput />
      )}
    </>
  )
}

function OfferInput(): ReactNode {
  const text = useEnrolTexts()
  const { take } = useIncoming()
  const [pasted, setPasted] = useState('')
  const [fault, setFault] = useState<string>()
  function open(event: FormEvent): void {
    event.preventDefault()
    const found = classify(pasted)
    if (found?.kind === 'offer') take(found)
    else setFault(text.notOffer)
  }
  return (
    <>
      <p>{text.receiveHint}</p>
      <a className="button large" href="#/scan">
        {text.scanOffer}
      </a>
      <form onSubmit={open}>
        <TextField label={text.pasteOffer} value={pasted} onChange={setPasted} fault={fault} />
        <button type="submit" className="second" disabled={pasted.trim() === ''}>
          {text.readOffer}
        </button>
      </form>
    </>
  )
}

function Finishing({
  address,
  onReceived,
}: {
  address: string
  onReceived(holdings: readonly Holding[]): void
}): ReactNode {
  const text = useEnrolTexts()
  const wallet = useWallet()
  const finishing = useAction(async () => onReceived(await finishSignIn(address, wallet)))
  const begun = useRef(false)
  useEffect(() => {
    // Once: the code in the address is for one use.
    if (begun.current) return
    begun.current = true
    void finishing.run()
  })
  return (
    <>
      <p role="status">{finishing.error === undefined && text.finishing}</p>
      {finishing.error !== undefined && (
        <Problem error={finishing.error}>
          <a className="button second" href="#/documents">
            {text.toDocuments}
          </a>
        </Problem>
      )}
    </>
  )
}

function Received({ holdings }: { holdings: readonly Holding[] }): ReactNode {
  const text = useEnrolTexts()
  const names = (which: readonly Holding[]) =>
    which.map(({ vct }) => labelsOf(vct, undefined).name[text.language]).join(', ')
  const owed = holdings.filter(({ deferral }) => deferral !== undefined)
  const here = holdings.filter(({ deferral }) => deferral === undefined)
  return (
    <>
      <ScreenHeading>{text.receivedTitle}</ScreenHeading>
      {here.length > 0 && <p>{text.received(names(here))}</p>}
      {owed.length > 0 && <p>{text.owed(names(owed))}</p>}
      <a className="button" href="#/documents">
        {text.toDocuments}
      </a>
    </>
  )
}
