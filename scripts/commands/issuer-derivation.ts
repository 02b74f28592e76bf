import { Command } from 'commander'
import { callWithToken } from './call-with-token.ts'
import { derivationPrintCommand } from './derivation-print.ts'
import { type JsonOption, printResult } from './output.ts'
import { readText } from './read-input.ts'

export function derivationCommand(): Command {
  const derivation = new Command('derivation').description('derivations: what is given to whom presents what')
  derivation
    .command('check <FILE>')
    .description('check a derivation and say in words what it does')
    .option('--json', 'print one JSON document')
    .action(check)
  derivation
    .command('request <ID>')
    .description('ask for what a derivation rests on: prints what a wallet opens, instead of the page for it')
    .requiredOption('--url <URL>', 'address of the agency')
    .option('--json', 'print one JSON document')
    .action(request)
  derivation.addCommand(derivationPrintCommand())
  return derivation
}

async function check(file: string, options: JsonOption): Promise<void> {
  const { explainDerivation, parseDerivation } = await import('@bai/issuer')
  const { parsePolicy } = await import('@bai/verifier')
  const { derivation, policy, warnings } = parseDerivation(await readText(file), parsePolicy)
  const words = explainDerivation(derivation)
  const inLanguage = (language: 'th' | 'en') =>
    words.map(({ about, is }) => `  ${about[language]}: ${is[language]}`).join('\n')
  const { id } = derivation.type
  const text = `${id} is a good derivation.\n\n${inLanguage('en')}\n\n${inLanguage('th')}`
  printResult(options, { id, derivation, policy, words, warnings }, text)
}

async function request(id: string, options: JsonOption & { readonly url: string }): Promise<void> {
  const path = `/derivations/${encodeURIComponent(id)}/requests`
  const made = await callWithToken<{ readonly request_uri: string }>({ url: options.url, path, body: '{}' })
  printResult(options, made, made.request_uri)
}
