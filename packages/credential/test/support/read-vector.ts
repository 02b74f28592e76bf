import { readFileSync } from 'node:fs'

/** A file below `vectors/` at the root of the repository. */
export function readVector<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../../../../vectors/${path}`, import.meta.url), 'utf8'))
}
