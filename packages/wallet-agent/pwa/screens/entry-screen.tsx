import { formatMoment, ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { HistoryEntry } from '../../src/index.ts'
import { AskedTwice } from '../parts/asked-twice.tsx'
import { EntryClaims, EntryFacts } from '../parts/entry-facts.tsx'
import { FollowUps } from '../parts/follow-ups.tsx'
import { Problem } from '../parts/problem.tsx'
import { ReceiptCard } from '../parts/receipt-card.tsx'
import { useNavigation } from '../router.ts'
import { useHistoryTexts } from '../texts/history-texts.ts'
import { useAction } from '../use-action.ts'
import { useHistory } from '../use-history.ts'
import { useWallet } from '../wallet-context.ts'

/** One entry of the log: all that is known of it, its receipt, and what can be done about it. */
export function EntryScreen(): ReactNode {
  const text = useHistoryTexts()
  const { route } = useNavigation()
  const entries = useHistory()
  if (entries === undefined) return null
  const entry = entries.find(({ id }) => id === route.argument)
  return (
    <>
      <ScreenHeading>{entry === undefined ? text.gone : text.kinds[entry.kind]}</ScreenHeading>
      {entry !== undefined && (
        <>
          <EntryFacts entry={entry} />
          <EntryClaims entry={entry} />
          <ReceiptCard entry={entry} />
          <Related entry={entry} entries={entries} />
          <FollowUps entry={entry} />
        </>
      )}
      <a className="button second" href="#/history">
        {text.back}
      </a>
      {entry !== undefined && <EntryEnd entry={entry} />}
    </>
  )
}

/** What was done about this entry, and the entry that this one is about. */
function Related({ entry, entries }: { entry: HistoryEntry; entries: readonly HistoryEntry[] }): ReactNode {
  const text = useHistoryTexts()
  const about = entries.find(({ id }) => id === entry.regarding)
  const done = entries.filter(({ regarding }) => regarding === entry.id)
  return (
    <>
      {about !== undefined && (
        <p>
          <a href={`#/entry/${encodeURIComponent(about.id)}`}>{text.about}</a>
        </p>
      )}
      <div role="status">
        {done.length > 0 && (
          <section>
            <h2>{text.done}</h2>
            <ul>
              {done.map(({ id, kind, at }) => (
                <li key={id}>{text.doneAt(text.kinds[kind], formatMoment(new Date(at), text.language))}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  )
}

function EntryEnd({ entry: { id } }: { entry: HistoryEntry }): ReactNode {
  const text = useHistoryTexts()
  const { history } = useWallet()
  const { go } = useNavigation()
  const removing = useAction(async () => {
    await history.remove([id])
    go('history', undefined, 'replace')
  })
  return (
    <section className="ends">
      {removing.error !== undefined && <Problem error={removing.error} />}
      <AskedTwice
        label={text.remove}
        hint={text.removeHint}
        sure={text.removeSure}
        keep={text.keep}
        isRunning={removing.isRunning}
        onSure={() => void removing.run()}
      />
    </section>
  )
}
