import { readFileSync } from 'node:fs'
import type { Derivation } from '../../src/derivation/derivation.ts'
import { parseDerivation } from '../../src/derivation/parse-derivation.ts'

const folder = new URL('../../derivations/', import.meta.url)

export const EXAMPLES = ['over-20', 'airport-fast-track', 'student', 'resident-of-province', 'guardian-of'] as const
export type Example = (typeof EXAMPLES)[number]

/** A shipped derivation as plain JSON, to be changed. */
export function exampleFile(name: Example): any {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
}

/** Reads a derivation; the policy is taken as it stands, for reading it is the verifier's. */
export function parseFile(file: object) {
  return parseDerivation(JSON.stringify(file), (text) => JSON.parse(text) as { dcql_query: unknown })
}

export function exampleDerivation(name: Example): Derivation {
  return parseFile(exampleFile(name)).derivation
}
