import { CredentialError, parseJson } from '@bai/credential'
import { VerifierError } from './errors.ts'
import { type Policy, PolicySchema } from './policy.ts'

const MAX_LENGTH = 200_000

/** Reads a policy file. @throws VerifierError `policy_malformed`, with the field and what was expected there */
export function parsePolicy(text: string): Policy {
  if (text.length > MAX_LENGTH) throw malformed('', `it is longer than ${MAX_LENGTH} characters`)
  const parsed = PolicySchema.safeParse(parseText(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw malformed(issue?.path.join('.') ?? '', issue?.message ?? 'it does not fit')
}

function parseText(text: string): unknown {
  try {
    return parseJson(text, 'policy')
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause
    throw malformed('', 'it is no JSON', cause)
  }
}

function malformed(field: string, reason: string, cause?: unknown): VerifierError<'policy_malformed'> {
  const message = `The policy is malformed at "${field}": ${reason}`
  return new VerifierError('policy_malformed', message, { field }, { cause })
}
