import { formatThaiDate, thaiDay } from '@bai/credential'
import { labelsOf } from '@bai/web-app'
import { type ReactNode, useState } from 'react'
import type { HistoryEntry } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { claimNames } from '../claim-names.ts'
import { formatTimeOfDay } from '../format-span.ts'
import { useHistoryTexts } from '../texts/history-texts.ts'
import { useWallet } from '../wallet-context.ts'

const AT_ONCE = 50

/** Entries, the newest first, under the day on which they happened. */
export function HistoryList({ entries }: { entries: readonly HistoryEntry[] }): ReactNode {
  const text = useHistoryTexts()
  const { now } = useWallet()
  const [count, setCount] = useState(AT_ONCE)
  const today = thaiDay(now())
  const shown = entries.slice(0, count)
  const days = [...new Set(shown.map(({ at }) => thaiDay(new Date(at))))]
  return (
    <>
      {days.map((day) => (
        <section key={day}>
          <h2>
            {day === today && `${text.today} · `}
            {formatThaiDate(day, text.language)}
          </h2>
          <ul className="entries">
            {shown
              .filter(({ at }) => thaiDay(new Date(at)) === day)
              .map((entry) => (
                <li key={entry.id}>
                  <EntryLine entry={entry} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      {count < entries.length && (
        <button type="button" className="second" onClick={() => setCount(count + AT_ONCE)}>
          {text.more}
        </button>
      )}
    </>
  )
}

function EntryLine({ entry }: { entry: HistoryEntry }): ReactNode {
  const text = useHistoryTexts()
  const { bundle } = useBundleState()
  const { id, at, kind, party, credentials, delivered, receipt } = entry
  const count = credentials.flatMap((credential) => claimNames(credential, bundle, text.language)).length
  const types = credentials.map(({ vct }) => labelsOf(vct, bundle).name[text.language])
  const about = [text.claims(count), [...new Set(types)].join(', ')].filter(Boolean).join(' · ')
  return (
    <a className={`entry ${kind}`} href={`#/entry/${encodeURIComponent(id)}`}>
      <span className="entry-what">{text.kinds[kind]}</span>
      <time dateTime={at}>{formatTimeOfDay(new Date(at), text.language)}</time>
      <span className="entry-who">{party.name[text.language]}</span>
      <span className="hint">{about}</span>
      {delivered === false && <span className="entry-mark">! {text.notDelivered}</span>}
      {receipt !== undefined && <span className="entry-mark good">✓ {text.receipt}</span>}
    </a>
  )
}
