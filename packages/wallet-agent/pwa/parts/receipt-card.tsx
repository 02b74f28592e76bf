import type { ReactNode } from 'react'
import { type HistoryEntry, readReceipt } from '../../src/index.ts'
import { claimNameAmong } from '../claim-names.ts'
import { formatSpan } from '../format-span.ts'
import { saveFile } from '../save-file.ts'
import { useHistoryTexts } from '../texts/history-texts.ts'

/** What the verifier signed: what it keeps and for how long, as a file for whoever wants to see it. */
export function ReceiptCard({ entry }: { entry: HistoryEntry }): ReactNode {
  const text = useHistoryTexts()
  const read = readReceipt(entry)
  const { receipt } = entry
  if (receipt === undefined || read === undefined) return null
  const { retained } = read
  const names = retained?.paths.map((path) => claimNameAmong(entry, path, text.language)) ?? []
  return (
    <section className="card">
      <h2>{text.receiptTitle}</h2>
      <p>
        {retained === undefined
          ? text.retainedNothing
          : text.retained(names.join(', '), formatSpan(retained.seconds, text.language))}
      </p>
      <p className="hint">{text.receiptGood}</p>
      <button
        type="button"
        className="second"
        onClick={() =>
          saveFile({ name: `bai-receipt-${entry.at.slice(0, 10)}.jwt`, type: 'application/jwt', text: receipt })
        }
      >
        {text.saveReceipt}
      </button>
    </section>
  )
}
