// `pnpm run:ts scripts/vectors/make-attacks.ts` writes vectors/attacks/ anew. Signatures come out different each time,
// for ECDSA is randomised here; everything else stays as it was.
import { writeFileSync } from 'node:fs'
import type { Attack } from './attacks/attack.ts'
import { claimNameAttacks } from './attacks/claim-names.ts'
import { credentialAttacks } from './attacks/credentials.ts'
import { digestAttacks } from './attacks/digests.ts'
import { disclosureAttacks } from './attacks/disclosures.ts'
import { headerAttacks } from './attacks/headers.ts'
import { holderBindingAttacks } from './attacks/holder-binding.ts'
import { keyBindingAttacks } from './attacks/key-binding.ts'
import { signatureAttacks } from './attacks/signatures.ts'
import { statusListAttacks } from './attacks/status-lists.ts'
import { structureAttacks } from './attacks/structure.ts'

const FAMILIES: Readonly<Record<string, () => readonly Attack[]>> = {
  structure: structureAttacks,
  signatures: signatureAttacks,
  headers: headerAttacks,
  disclosures: disclosureAttacks,
  'claim-names': claimNameAttacks,
  digests: digestAttacks,
  'key-binding': keyBindingAttacks,
  'holder-binding': holderBindingAttacks,
  credentials: credentialAttacks,
  'status-lists': statusListAttacks,
}

for (const [name, make] of Object.entries(FAMILIES)) {
  const attacks = make()
  const file = new URL(`../../vectors/attacks/${name}.json`, import.meta.url)
  writeFileSync(file, `[\n${attacks.map((attack) => `  ${JSON.stringify(attack)}`).join(',\n')}\n]\n`)
  process.stdout.write(`${name}: ${attacks.length}\n`)
}
