import { formatMoment, labelsOf, ScreenHeading } from '@bai/web-app'
import { type ReactNode, useId, useState } from 'react'
import { HISTORY_KINDS, type HistoryEntry, type HistoryKind, searchHistory } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { claimNames } from '../claim-names.ts'
import { exportHistory } from '../export-history.ts'
import { AskedTwice } from '../parts/asked-twice.tsx'
import { HistoryList } from '../parts/history-list.tsx'
import { Problem } from '../parts/problem.tsx'
import { TextField } from '../parts/text-field.tsx'
import { saveFile } from '../save-file.ts'
import { useHistoryTexts } from '../texts/history-texts.ts'
import { useAction } from '../use-action.ts'
import { useHistory } from '../use-history.ts'
import { useWallet } from '../wallet-context.ts'

/** What this wallet did, with whom and when; to search, to take along and to delete (ARF 3.0, DASH_02–12). */
export function HistoryScreen(): ReactNode {
  const text = useHistoryTexts()
  const entries = useHistory()
  if (entries === undefined) return null
  return (
    <>
      <ScreenHeading>{text.title}</ScreenHeading>
      <p className="hint">{text.intro}</p>
      {entries.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <>
          <Found entries={entries} />
          <HistoryEnd entries={entries} />
        </>
      )}
    </>
  )
}

function Found({ entries }: { entries: readonly HistoryEntry[] }): ReactNode {
  const text = useHistoryTexts()
  const [search, setSearch] = useState('')
  const [kind, setKind] = useState<HistoryKind | 'all'>('all')
  const describe = useWords()
  const ofKind = kind === 'all' ? entries : entries.filter((entry) => entry.kind === kind)
  const found = searchHistory(ofKind, search, describe)
  return (
    <>
      <search className="history-search">
        <TextField label={text.search} value={search} onChange={setSearch} hint={text.searchHint} type="search" />
        <KindChoice kinds={new Set(entries.map((entry) => entry.kind))} value={kind} onChange={setKind} />
      </search>
      <p role="status" className="hint">
        {text.found(found.length)}
      </p>
      <HistoryList key={`${kind} ${search}`} entries={found} />
    </>
  )
}

type KindChoiceProps = {
  readonly kinds: ReadonlySet<HistoryKind>
  readonly value: HistoryKind | 'all'
  onChange(value: HistoryKind | 'all'): void
}

/** The kinds that there are. */
function KindChoice({ kinds, value, onChange }: KindChoiceProps): ReactNode {
  const text = useHistoryTexts()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{text.filter}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as HistoryKind | 'all')}>
        <option value="all">{text.all}</option>
        {HISTORY_KINDS.filter((kind) => kinds.has(kind)).map((kind) => (
          <option key={kind} value={kind}>
            {text.kinds[kind]}
          </option>
        ))}
      </select>
    </div>
  )
}

/** An entry in the words that the screen has for it. */
function useWords(): (entry: HistoryEntry) => string {
  const { kinds, language } = useHistoryTexts()
  const { bundle } = useBundleState()
  return ({ kind, at, credentials }) =>
    [
      kinds[kind],
      formatMoment(new Date(at), language),
      ...credentials.map(({ vct }) => labelsOf(vct, bundle).name[language]),
      ...credentials.flatMap((credential) => claimNames(credential, bundle, language)),
    ].join(' ')
}

function HistoryEnd({ entries }: { entries: readonly HistoryEntry[] }): ReactNode {
  const text = useHistoryTexts()
  const { bundle } = useBundleState()
  const { history, now } = useWallet()
  const removing = useAction(() => history.remove(entries.map(({ id }) => id)))
  const { kinds, language } = text
  return (
    <section className="ends">
      <p className="hint">{text.exportHint}</p>
      <p>
        <button
          type="button"
          className="second"
          onClick={() => saveFile(exportHistory(entries, { language, bundle, kinds, now: now() }))}
        >
          {text.export}
        </button>
      </p>
      {removing.error !== undefined && <Problem error={removing.error} />}
      <AskedTwice
        label={text.removeAll}
        hint={text.removeAllHint}
        sure={text.removeAllSure}
        keep={text.keep}
        isRunning={removing.isRunning}
        onSure={() => void removing.run()}
      />
    </section>
  )
}
