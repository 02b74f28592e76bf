// `pnpm run:ts scripts/vectors/make-presentations.ts` writes vectors/presentations/ anew. Signatures come out different each
// time; everything else stays as it was.
import { writeFileSync } from 'node:fs'
import { certifiedPresentations } from './presentations/certified.ts'
import { mannerPresentations } from './presentations/manners.ts'
import { policyPresentations } from './presentations/policies.ts'
import type { PresentationCase } from './presentations/presentation-case.ts'
import { w3cPresentations } from './presentations/w3c.ts'

const FAMILIES: Readonly<Record<string, () => readonly PresentationCase[]>> = {
  policies: policyPresentations,
  w3c: w3cPresentations,
  manners: mannerPresentations,
  certified: certifiedPresentations,
}

for (const [name, make] of Object.entries(FAMILIES)) {
  const cases = make()
  const file = new URL(`../../vectors/presentations/${name}.json`, import.meta.url)
  writeFileSync(file, `[\n${cases.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`)
  process.stdout.write(`${name}: ${cases.length}\n`)
}
