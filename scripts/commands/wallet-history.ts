import { type HistoryEntry, searchHistory } from '@bai/wallet-agent'
import { Command } from 'commander'
import { printResult } from './output.ts'
import { UsageError } from './usage-error.ts'
import { openWalletOf, type WalletOptions } from './wallet-options.ts'

type HistoryOptions = WalletOptions & {
  readonly search?: string
  readonly delete?: boolean
  readonly all?: boolean
}

export function walletHistoryCommand(): Command {
  return new Command('history')
    .description('what the wallet did with others, the newest first: names, never values')
    .argument('[ID...]', 'only these entries; after -- where one begins with a hyphen')
    .option('--search <WORDS>', 'only what has all of these words')
    .option('--delete', 'forget the entries that are named, for ever')
    .option('--all', 'with --delete: all that would be listed')
    .action(history)
}

async function history(ids: readonly string[], options: HistoryOptions): Promise<void> {
  const { history: store } = await openWalletOf(options)
  const entries = choose(searchHistory(await store.list(), options.search ?? ''), ids)
  if (!options.delete) return list(entries, options)
  if ((options.all ?? false) === ids.length > 0)
    throw new UsageError('option_malformed', '--delete', 'Give --delete with ids, or with --all.')
  await store.remove(entries.map(({ id }) => id))
  printResult(options, { removed: entries.length }, `${entries.length} entries are gone.`)
}

function choose(entries: readonly HistoryEntry[], ids: readonly string[]): readonly HistoryEntry[] {
  const unknown = ids.find((id) => !entries.some((entry) => entry.id === id))
  if (unknown !== undefined)
    throw new UsageError('option_malformed', 'ID', `There is no entry ${unknown}; see wallet history.`)
  return ids.length === 0 ? entries : entries.filter(({ id }) => ids.includes(id))
}

function list(entries: readonly HistoryEntry[], options: HistoryOptions): void {
  printResult(options, { entries }, entries.map(describeEntry).join('\n') || 'Nothing yet.')
}

function describeEntry({ id, at, kind, manner, party, credentials, delivered, receipt }: HistoryEntry): string {
  const what = credentials.map(({ vct, claims }) => [vct, claims.join(', ')].filter(Boolean).join(': '))
  const remarks = [
    ...(party.registered ? ['registered'] : ['not registered']),
    ...(delivered === false ? ['not known to have arrived'] : []),
    ...(receipt !== undefined ? ['with a receipt'] : []),
  ]
  const how = manner === undefined ? kind : `${kind} ${manner}`
  return `${at}  ${id}  ${how}, ${party.name.en} (${remarks.join(', ')}): ${what.join('; ') || 'nothing'}`
}
