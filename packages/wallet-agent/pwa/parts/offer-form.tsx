import { labelsOf } from '@bai/web-app'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { beginSignIn, type Holding, issuerParty, type OpenedOffer, openOffer, receiveKept } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { useEnrolTexts } from '../texts/enrol-texts.ts'
import { useAction } from '../use-action.ts'
import { useWallet } from '../wallet-context.ts'
import { Problem } from './problem.tsx'
import { TextField } from './text-field.tsx'

export type OfferFormProps = {
  readonly offer: string
  onReceived(holdings: readonly Holding[]): void
  onDismiss(): void
}

/** Who offers what, before anything is asked for; then received with a code, or by signing in. */
export function OfferForm({ offer, onReceived, onDismiss }: OfferFormProps): ReactNode {
  const text = useEnrolTexts()
  const wallet = useWallet()
  const [opened, setOpened] = useState<OpenedOffer>()
  const [problem, setProblem] = useState<unknown>()
  const [txCode, setTxCode] = useState('')
  useEffect(() => {
    openOffer(offer, wallet).then(setOpened, setProblem)
  }, [offer, wallet])
  const receiving = useAction(async () => {
    if (opened?.grant === 'authorization_code') return signIn()
    const received = await receiveKept({ offer, txCode: txCode === '' ? undefined : txCode.trim() }, wallet)
    onReceived(received)
  })
  async function signIn(): Promise<void> {
    const { address } = wallet
    const input = { offer, clientId: new URL(address).origin, redirectUri: address }
    location.assign(await beginSignIn(input, wallet))
  }
  const failed = problem ?? receiving.error

  function submit(event: FormEvent): void {
    event.preventDefault()
    void receiving.run()
  }

  return (
    <form onSubmit={submit}>
      {failed !== undefined && <Problem error={failed} />}
      {opened === undefined && problem === undefined && <p role="status">{text.opening}</p>}
      {opened !== undefined && (
        <>
          <Offered opened={opened} />
          {opened.needsTxCode && (
            <TextField label={text.txCode} value={txCode} onChange={setTxCode} inputMode="numeric" />
          )}
          {opened.grant === 'authorization_code' && <p className="hint">{text.signInHint}</p>}
        </>
      )}
      <div className="actions">
        <button type="button" className="second" onClick={onDismiss}>
          {text.dismiss}
        </button>
        {opened !== undefined && (
          <button type="submit" disabled={receiving.isRunning || (opened.needsTxCode && txCode.trim() === '')}>
            {opened.grant === 'authorization_code' ? text.signIn : text.receive}
          </button>
        )}
      </div>
      <p role="status">{receiving.isRunning && text.finishing}</p>
    </form>
  )
}

function Offered({ opened: { issuer, types } }: { opened: OpenedOffer }): ReactNode {
  const text = useEnrolTexts()
  const { bundle } = useBundleState()
  const party = issuerParty(issuer, bundle)
  return (
    <section className="card">
      <p>{text.offerFrom}</p>
      <p className="asker-name">{party.name[text.language]}</p>
      <p className={party.registered ? 'badge good' : 'badge bad'}>
        <span aria-hidden="true">{party.registered ? '✓' : '✕'}</span>
        {party.registered ? text.issuerKnown : text.issuerUnknown}
      </p>
      <p className="code">{issuer}</p>
      <h2>{text.offers}</h2>
      <ul>
        {types.map((vct) => (
          <li key={vct}>{labelsOf(vct, bundle).name[text.language]}</li>
        ))}
      </ul>
    </section>
  )
}
