import type { Bundle } from '@bai/credential'
import { formatMoment, type Language, labelsOf } from '@bai/web-app'
import type { HistoryEntry } from '../src/index.ts'
import { claimNames } from './claim-names.ts'
import type { SavedFile } from './save-file.ts'

export type ExportOptions = {
  readonly language: Language
  readonly bundle: Bundle | undefined
  readonly kinds: Readonly<Record<HistoryEntry['kind'], string>>
  readonly now: Date
}

/** The log as a file that people and programs can read: what happened, by names, with the receipts as they were signed. */
export function exportHistory(entries: readonly HistoryEntry[], options: ExportOptions): SavedFile {
  const { now } = options
  const log = { exported_at: now.toISOString(), entries: entries.map((entry) => describe(entry, options)) }
  const name = `bai-history-${now.toISOString().slice(0, 10)}.json`
  return { name, type: 'application/json', text: `${JSON.stringify(log, null, 2)}\n` }
}

function describe(entry: HistoryEntry, { language, bundle, kinds }: ExportOptions): object {
  const { at, kind, party, purpose, credentials, ...rest } = entry
  return {
    ...rest,
    at,
    moment: formatMoment(new Date(at), language),
    kind,
    what: kinds[kind],
    party: { ...party, name: party.name[language] },
    purpose: purpose?.[language],
    credentials: credentials.map((credential) => ({
      type: credential.vct,
      name: labelsOf(credential.vct, bundle).name[language],
      claims: claimNames(credential, bundle, language),
    })),
  }
}
