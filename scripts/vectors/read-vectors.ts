import { readdirSync, readFileSync } from 'node:fs'
import type { Attack } from './attacks/attack.ts'

/** A case of any folder; attacks tell their rule as well. */
export type StoredCase = Omit<Attack, 'rule'> & { readonly rule?: string }

const root = new URL('../../vectors/', import.meta.url)
/** Folders whose files hold cases in the format of the runner; what else lies in them has a format and a test of its own. */
export const CASE_FOLDERS = ['rfc9901', 'status-list', 'jose', 'attacks', 'presentations'] as const

export function readVectorFile<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'))
}

/** Every JSON file of a folder, by name. */
export function vectorFiles(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.json'))
    .sort()
}

/** The cases of a folder, whichever file they are in. */
export function readCases(folder: string): readonly StoredCase[] {
  return vectorFiles(folder).flatMap((name) => {
    const content = readVectorFile<unknown>(`${folder}/${name}`)
    return Array.isArray(content) ? content.filter((entry): entry is StoredCase => 'kind' in entry) : []
  })
}
