import { CredentialError, type JsonObject, type Platform } from '@bai/credential'
import { VectorCaseSchema } from './vector-case.ts'
import { VectorKeys } from './vector-keys.ts'
import { verifyCase } from './verify-case.ts'

export type VectorAnswer =
  | { readonly id: unknown; readonly accepted: boolean; readonly code?: string; readonly claims?: JsonObject }
  | { readonly id: unknown; readonly skip: true }

const KINDS: readonly unknown[] = ['sd-jwt', 'status-list', 'jws']

/**
 * Makes a runner of conformance cases. Every line gets an answer and none ends the run.
 *
 * @param platform what signatures and digests are computed with
 * @returns takes one case as a line of JSON, and answers with its `id`
 */
export function createVectorRunner(platform: Platform): (line: string) => Promise<VectorAnswer> {
  const keys = new VectorKeys(platform)
  return async (line) => {
    const parsed = parseLine(line)
    const id = parsed['id'] ?? null
    if (typeof parsed['kind'] === 'string' && !KINDS.includes(parsed['kind'])) return { id, skip: true }
    const vector = VectorCaseSchema.safeParse({ ...parsed, options: withoutNulls(parsed['options']) })
    if (!vector.success) return { id, accepted: false, code: 'case_malformed' }
    try {
      const claims = await verifyCase(vector.data, await keys.choiceOf(vector.data.key), platform)
      return { id, accepted: true, ...(claims && { claims }) }
    } catch (error) {
      // Anything but a refusal is a mistake of ours; it counts as not accepted, and tells itself apart by its code.
      return { id, accepted: false, code: error instanceof CredentialError ? error.code : 'internal_error' }
    }
  }
}

function parseLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** In options, `null` says the same as leaving out, and no options at all the same as none of them. */
function withoutNulls(options: unknown): unknown {
  if (options === undefined || options === null) return {}
  if (typeof options !== 'object' || Array.isArray(options)) return options
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))
}
