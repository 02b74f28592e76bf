// Writes the JSON Schema of policies from the schema that reads them; with --check it only says whether the file is current.
import { readFile, writeFile } from 'node:fs/promises'
import { policyJsonSchema } from '@bai/verifier'

const path = 'packages/verifier/policies/policy.schema.json'
const current = `${JSON.stringify(policyJsonSchema(), undefined, 2)}\n`

if (!process.argv.includes('--check')) await writeFile(path, current)
else if ((await readFile(path, 'utf8')) !== current) {
  process.stderr.write(`${path} is not current; run pnpm run:ts scripts/write-policy-schema.ts\n`)
  process.exitCode = 1
}
