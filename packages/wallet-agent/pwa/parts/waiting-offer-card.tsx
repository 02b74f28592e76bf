import { type ReactNode, useCallback } from 'react'
import { useStored } from '../changes.ts'
import { useDocumentsTexts } from '../texts/documents-texts.ts'
import { useAction } from '../use-action.ts'
import { forgetOffer, loadOffer, receiveKept } from '../waiting-offer.ts'
import { useWallet } from '../wallet-context.ts'
import { Problem } from './problem.tsx'

/** Documents that were granted and did not arrive: the network was cut, or the page was closed in the middle. */
export function WaitingOfferCard(): ReactNode {
  const text = useDocumentsTexts()
  const wallet = useWallet()
  const waiting = useStored(
    useCallback(async () => (await loadOffer(wallet)) ?? 'none', [wallet]),
    wallet.changes,
  )
  const receiving = useAction(async () => {
    if (typeof waiting === 'object') await receiveKept(waiting, wallet)
  })
  if (waiting === undefined || waiting === 'none') return null
  return (
    <section className="card">
      <h2>{text.waiting}</h2>
      <p>{text.waitingHint}</p>
      {receiving.error !== undefined && <Problem error={receiving.error} />}
      <div className="actions">
        <button type="button" disabled={receiving.isRunning} onClick={() => void receiving.run()}>
          {text.receiveWaiting}
        </button>
        <button type="button" className="second" onClick={() => void forgetOffer(wallet)}>
          {text.forgetWaiting}
        </button>
      </div>
      <p role="status">{receiving.isRunning && text.renewing}</p>
    </section>
  )
}
