import { Command } from 'commander'
import { commaList } from './parse-option.ts'
import type { PrintOptions } from './print-derived.ts'

export function derivationPrintCommand(): Command {
  return new Command('print')
    .description('at the counter: what somebody without a wallet gets after a check by staff, as codes for paper')
    .argument('<ID>', 'the derivation')
    .requiredOption('--url <URL>', 'address of the agency')
    .requiredOption('--token <T>', 'operator token')
    .requiredOption('--checked <FILE>', 'what staff read from the documents (JSON): claims by the id of each query')
    .option('--portrait <FILE>', 'picture of the person (JPEG), for every query that asks for one')
    .requiredOption('--claims <CLAIM,...>', 'what is printed; the portrait is always', commaList)
    .requiredOption('--reason <TEXT>', 'which documents were checked; it goes into the audit log')
    .requiredOption('--out <FILE>', 'where the codes go (SVG)')
    .option('--json', 'print one JSON document')
    .action(async (id: string, options: PrintOptions) => (await import('./print-derived.ts')).printDerived(id, options))
}
