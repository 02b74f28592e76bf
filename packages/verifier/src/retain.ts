import { type Json, selectClaims } from '@bai/credential'
import type { Policy } from './policy.ts'
import type { Verdict } from './verdict.ts'

/** What is left of a presentation once its verdict was given. */
export type RetainedRecord = {
  readonly policy: string
  readonly decidedAt: Date
  /** After which it is deleted. */
  readonly until: Date
  readonly outcome: Verdict['outcome']
  readonly code: Verdict['code']
  /** By the claim's path, its names joined with dots. */
  readonly claims: Readonly<Record<string, Json>>
}

/**
 * Keeps of a verdict what its policy says, and nothing else: no credential, no key, no status index, no signature, no
 * moment of issue (ARF 3.0, OIA_16).
 *
 * @returns undefined where the policy keeps nothing
 */
export function retain(
  { outcome, code, credentials }: Verdict,
  { name, retention }: Policy,
  now: Date,
): RetainedRecord | undefined {
  if (retention === undefined) return undefined
  const claims: Record<string, Json> = {}
  for (const path of retention.claims) {
    const values = credentials.flatMap((credential) => selectClaims(credential.claims, path))
    if (values.length > 0) claims[path.join('.')] = values.length === 1 ? values[0]! : values
  }
  return {
    policy: name,
    decidedAt: now,
    until: new Date(now.getTime() + retention.seconds * 1000),
    outcome,
    code,
    claims,
  }
}
