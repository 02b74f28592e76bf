import { type ReactNode, useCallback } from 'react'
import { forgetOffer, listWaitingOffers, receiveWaiting, type WaitingOffer } from '../../src/index.ts'
import { useStored } from '../changes.ts'
import { useDocumentsTexts } from '../texts/documents-texts.ts'
import { useAction } from '../use-action.ts'
import { useWallet } from '../wallet-context.ts'
import { Problem } from './problem.tsx'

/** Documents that were granted and did not arrive: the network was cut, or the page was closed in the middle. */
export function WaitingOffers(): ReactNode {
  const wallet = useWallet()
  const waiting = useStored(
    useCallback(() => listWaitingOffers(wallet), [wallet]),
    wallet.changes,
  )
  return waiting?.map((one) => <WaitingOfferCard key={one.id} waiting={one} />)
}

function WaitingOfferCard({ waiting }: { waiting: WaitingOffer }): ReactNode {
  const text = useDocumentsTexts()
  const wallet = useWallet()
  const receiving = useAction(async () => {
    await receiveWaiting(waiting, wallet)
  })
  return (
    <section className="card">
      <h2>{text.waiting}</h2>
      <p>{text.waitingHint}</p>
      {receiving.error !== undefined && <Problem error={receiving.error} />}
      <div className="actions">
        <button type="button" disabled={receiving.isRunning} onClick={() => void receiving.run()}>
          {text.receiveWaiting}
        </button>
        <button type="button" className="second" onClick={() => void forgetOffer(waiting.id, wallet)}>
          {text.forgetWaiting}
        </button>
      </div>
      <p role="status">{receiving.isRunning && text.renewing}</p>
    </section>
  )
}
