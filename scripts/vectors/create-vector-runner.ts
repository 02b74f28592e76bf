import { CredentialError, type JsonObject, type Platform } from '@bai/credential'
import type { Verdict } from '@bai/verifier'
import { PresentationVectorSchema, VectorCaseSchema } from './vector-case.ts'
import { VectorKeys } from './vector-keys.ts'
import { verifyCase } from './verify-case.ts'
import { verifyPresentationCase } from './verify-presentation-case.ts'

export type VectorAnswer =
  | {
      readonly id: unknown
      readonly accepted: boolean
      readonly code?: string
      readonly claims?: JsonObject
      /** Of a presentation on which was decided. */
      readonly outcome?: Verdict['outcome']
    }
  | { readonly id: unknown; readonly skip: true }

type Answered = Omit<Extract<VectorAnswer, { accepted: boolean }>, 'id'>

const MALFORMED: Answered = { accepted: false, code: 'case_malformed' }
const KINDS: readonly unknown[] = ['sd-jwt', 'status-list', 'jws', 'presentation']

/**
 * Makes a runner of conformance cases. Every line gets an answer and none ends the run.
 *
 * @param platform what signatures and digests are computed with
 * @returns takes one case as a line of JSON, and answers with its `id`
 */
export function createVectorRunner(platform: Platform): (line: string) => Promise<VectorAnswer> {
  const keys = new VectorKeys(platform)
  const verify = async (terms: unknown): Promise<Answered> => {
    const vector = VectorCaseSchema.safeParse(terms)
    if (!vector.success) return MALFORMED
    const claims = await verifyCase(vector.data, await keys.choiceOf(vector.data.key), platform)
    return { accepted: true, ...(claims && { claims }) }
  }
  const decide = async (terms: unknown): Promise<Answered> => {
    const vector = PresentationVectorSchema.safeParse(terms)
    if (!vector.success) return MALFORMED
    const { outcome, code, credentials } = await verifyPresentationCase(vector.data, platform)
    if (outcome !== 'accepted') return { accepted: false, outcome, code }
    return { accepted: true, outcome, claims: credentials[0]?.claims ?? {} }
  }
  return async (line) => {
    const parsed = parseLine(line)
    const id = parsed['id'] ?? null
    if (typeof parsed['kind'] === 'string' && !KINDS.includes(parsed['kind'])) return { id, skip: true }
    const terms = { ...parsed, options: withoutNulls(parsed['options']) }
    try {
      return { id, ...(parsed['kind'] === 'presentation' ? await decide(terms) : await verify(terms)) }
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
