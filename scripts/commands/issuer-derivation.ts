import { explainDerivation, parseDerivation } from '@bai/issuer'
import { parsePolicy } from '@bai/verifier'
import { Command } from 'commander'
import { type JsonOption, printResult } from './output.ts'
import { readText } from './read-input.ts'

export function derivationCommand(): Command {
  const derivation = new Command('derivation').description('derivations: what is given to whom presents what')
  derivation
    .command('check <FILE>')
    .description('check a derivation and say in words what it does')
    .option('--json', 'print one JSON document')
    .action(check)
  return derivation
}

async function check(file: string, options: JsonOption): Promise<void> {
  const { derivation, policy, warnings } = parseDerivation(await readText(file), parsePolicy)
  const words = explainDerivation(derivation)
  const inLanguage = (language: 'th' | 'en') =>
    words.map(({ about, is }) => `  ${about[language]}: ${is[language]}`).join('\n')
  const { id } = derivation.type
  const text = `${id} is a good derivation.\n\n${inLanguage('en')}\n\n${inLanguage('th')}`
  printResult(options, { id, derivation, policy, words, warnings }, text)
}
