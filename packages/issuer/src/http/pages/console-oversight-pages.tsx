/** @jsxRuntime automatic */
import type { ReactNode } from 'react'
import type { AuditedEntry } from '../../operator-ports.ts'
import type { PublishedCount } from '../../use-cases/count-statistics.ts'
import { type ConsoleContext, Table, timeText } from './console-frame.tsx'

/** How many use it, and what goes wrong. */
export function StatisticsPage({
  context,
  from,
  to,
  counts,
}: {
  readonly context: ConsoleContext
  readonly from: string
  readonly to: string
  readonly counts: readonly PublishedCount[]
}): ReactNode {
  const { texts, basePath, language } = context
  return (
    <>
      <form method="get" action={`${basePath}/console/statistics`}>
        <input type="hidden" name="lang" value={language} />
        <label htmlFor="from">{texts.from}</label>
        <input id="from" name="from" type="date" defaultValue={from} />
        <label htmlFor="to">{texts.to}</label>
        <input id="to" name="to" type="date" defaultValue={to} />
        <button type="submit">{texts.show}</button>
      </form>
      <Table
        caption={`${texts.statistics} ${from} – ${to}`}
        head={[texts.day, texts.what, texts.reason, texts.province, texts.count]}
        empty={texts.nothing}
        rows={counts.map(({ day, what, of, province, count }) => ({
          key: `${day} ${what} ${of} ${province}`,
          cells: [day, texts.whats[what], of ?? '', province ?? '–', count ?? texts.small],
        }))}
      />
    </>
  )
}

/** What was done, newest first, and whether it is still what was written. */
export function AuditPage({
  context,
  entries,
  checked,
}: {
  readonly context: ConsoleContext
  readonly entries: readonly AuditedEntry[]
  readonly checked: { readonly entries: number; readonly firstBroken: number | undefined }
}): ReactNode {
  const { texts, language, basePath } = context
  const last = entries.at(-1)
  return (
    <>
      {checked.firstBroken === undefined ? (
        <p role="status">✓ {texts.intact(checked.entries)}</p>
      ) : (
        <p className="error" role="alert">
          ✗ {texts.broken(checked.firstBroken)}
        </p>
      )}
      <Table
        caption={texts.audit}
        head={['#', texts.when, texts.actor, texts.action, texts.content]}
        empty={texts.nothing}
        rows={entries.map(({ sequence, at, actor, action, detail }) => ({
          key: String(sequence),
          cells: [sequence, timeText(at, language), actor, action, <code key="detail">{JSON.stringify(detail)}</code>],
        }))}
      />
      {last !== undefined && (
        <p>
          <a href={`${basePath}/console/audit?lang=${language}&before=${last.sequence}`}>{texts.older}</a>
        </p>
      )}
    </>
  )
}
