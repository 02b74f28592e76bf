// Writes docs/errors.md from the tables of codes in the source; with --check it only tells whether the file is current.
import { readFileSync, writeFileSync } from 'node:fs'
import { LIVENESS_CODES } from '@bai/face-match'
import { CHECK_CODES } from '@bai/verifier'

const FILE = 'docs/errors.md'

const SOURCES = [
  ['Credentials (`CredentialError`)', 'packages/credential/src/errors.ts'],
  ['Thai numbers and dates (`ThaiFormatError`)', 'packages/credential/src/thai/thai-format-error.ts'],
  ['Issuer (`IssuerError`)', 'packages/issuer/src/errors.ts'],
  ['Wallet (`WalletError`)', 'packages/wallet-agent/src/errors.ts'],
  ['Verifier (`VerifierError`)', 'packages/verifier/src/errors.ts'],
  ['Face matcher (`FaceMatchError`)', 'packages/face-match/src/errors.ts'],
] as const

const sections = SOURCES.map(([title, file]) => `## ${title}\n\n${codesIn(file)}`)
const checks = Object.entries(CHECK_CODES).map(
  ([code, { stage, message }]) => `| \`${code}\` | ${stage} | ${message.th} | ${message.en} |`,
)
const liveness = Object.entries(LIVENESS_CODES).map(
  ([code, { stage, message }]) => `| \`${code}\` | ${stage} | ${message.th} | ${message.en} |`,
)
const text = `# Error codes

Codes are stable: one is never used for something else, adding one is a minor release, removing one a major. This page is
written by \`pnpm run:ts scripts/write-errors-doc.ts\` from the source; do not edit it by hand.

${sections.join('\n')}
## Checks of a verdict

| code | stage | for staff, Thai | English |
|---|---|---|---|
${checks.join('\n')}

## Checks of liveness

| code | stage | for the citizen, Thai | English |
|---|---|---|---|
${liveness.join('\n')}
`

if (process.argv.includes('--check')) {
  const current = readFileSync(FILE, 'utf8') === text
  console.log(current ? `${FILE} is current.` : `${FILE} is out of date; run: pnpm run:ts scripts/write-errors-doc.ts`)
  process.exitCode = current ? 0 : 1
} else {
  writeFileSync(FILE, text)
}

/** The members of the first `interface …Errors` of a file, or of its `type …Code` union, with their details. */
function codesIn(file: string): string {
  const source = readFileSync(file, 'utf8')
  const body = /export interface \w+Errors \{\n([\s\S]*?)\n\}/.exec(source)?.[1]
  const members = body?.matchAll(/^ {2}(\w+): (.*)$/gm) ?? source.matchAll(/\| '(\w+)'()/g)
  const rows = [...members].map(
    ([, code, details = '']) => `| \`${code}\` | ${details.includes('never') ? '' : code && codeSpan(details)} |`,
  )
  if (rows.length === 0) throw new Error(`${file} has no table of codes that can be read.`)
  return `| code | details |\n|---|---|\n${rows.join('\n')}\n`
}

function codeSpan(details: string): string {
  return details === '' ? '' : `\`${details.replaceAll('|', '\\|')}\``
}
