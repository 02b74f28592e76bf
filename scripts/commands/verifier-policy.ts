import { explainPolicy, parsePolicy } from '@bai/verifier'
import { Command } from 'commander'
import { type JsonOption, printResult } from './output.ts'
import { readText } from './read-input.ts'

export function verifierPolicyCommand(): Command {
  const policy = new Command('policy').description('policies: what is asked for, why, and how it is decided')
  policy
    .command('check <FILE>')
    .description('check a policy and say in words what it does')
    .option('--json', 'print one JSON document')
    .action(check)
  return policy
}

async function check(file: string, options: JsonOption): Promise<void> {
  const policy = parsePolicy(await readText(file))
  const words = explainPolicy(policy)
  const inLanguage = (language: 'th' | 'en') =>
    words.map(({ about, is }) => `  ${about[language]}: ${is[language]}`).join('\n')
  const text = `${policy.name} is a good policy.\n\n${inLanguage('en')}\n\n${inLanguage('th')}`
  printResult(options, { name: policy.name, policy, words }, text)
}
