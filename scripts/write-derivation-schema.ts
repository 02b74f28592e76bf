// Writes the JSON Schema of derivations from the schema that reads them; with --check it only says whether the file is current.
import { readFile, writeFile } from 'node:fs/promises'
import { derivationJsonSchema } from '@bai/issuer'

const path = 'packages/issuer/derivations/derivation.schema.json'
const current = `${JSON.stringify(derivationJsonSchema(), undefined, 2)}\n`

if (!process.argv.includes('--check')) await writeFile(path, current)
else if ((await readFile(path, 'utf8')) !== current) {
  process.stderr.write(`${path} is not current; run pnpm run:ts scripts/write-derivation-schema.ts\n`)
  process.exitCode = 1
}
