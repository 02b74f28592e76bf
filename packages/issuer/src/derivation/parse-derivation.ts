import { CredentialError, credentialTypes, DcqlQuerySchema, parseJson } from '@bai/credential'
import type * as z from 'zod'
import { IssuerError } from '../errors.ts'
import { checkQuery } from './check-query.ts'
import { checkReferences } from './check-references.ts'
import type { Derivation, DerivationFault } from './derivation.ts'
import { type DerivationFile, DerivationSchema } from './derivation-schema.ts'
import { type DerivationWarning, derivationWarnings } from './derivation-warnings.ts'

export type ParsedDerivation<Policy> = {
  readonly derivation: Derivation
  /** As the verifier reads it. */
  readonly policy: Policy
  readonly warnings: readonly DerivationWarning[]
}

/** Reads a policy of the verifier; what it throws has the field in `details.field`. */
export type ParsePolicy<Policy> = (text: string) => Policy

const MAX_LENGTH = 200_000
/** Forms of a type other than SD-JWT VC have the type's id with these behind it. */
const FORM_SUFFIX = /-(w3c|jwt)$/
/** Claims of the credential itself, in any of its forms. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'vct', 'cnf', 'nonce', 'status', 'aka_vcts', 'evidence'],
  ...['id', 'type', 'issuer', 'vc', 'vp'],
])

/**
 * Reads a derivation file and finds, before anybody presents anything, what could never work.
 *
 * @param parsePolicy `parsePolicy` of `@bai/verifier`
 * @throws IssuerError `derivation_malformed`, with the field and what was expected there
 */
export function parseDerivation<Policy extends { readonly dcql_query: unknown }>(
  text: string,
  parsePolicy: ParsePolicy<Policy>,
): ParsedDerivation<Policy> {
  if (text.length > MAX_LENGTH) throw malformed({ field: '', reason: `it is longer than ${MAX_LENGTH} characters` })
  const { $schema: _, ...file } = parseWith(DerivationSchema, parseText(text), '')
  const policy = readPolicy(file, parsePolicy)
  const query = parseWith(DcqlQuerySchema, policy.dcql_query, 'requires.policy.dcql_query')
  const derivation = { ...file, query }
  const [fault] = [...checkType(file), ...checkPaths(file), ...checkQuery(query), ...checkReferences(derivation)]
  if (fault !== undefined) throw malformed(fault)
  return { derivation, policy, warnings: derivationWarnings(derivation) }
}

function parseText(text: string): unknown {
  try {
    return parseJson(text, 'derivation')
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause
    throw malformed({ field: '', reason: 'it is no JSON, or has a member twice' }, cause)
  }
}

function parseWith<T>(schema: z.ZodType<T>, value: unknown, prefix: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { path, message } = closestIssue(parsed.error.issues[0])
  throw malformed({ field: [prefix, ...path].filter((step) => step !== '').join('.'), reason: message })
}

/** Of alternatives, what the one that nearly fits lacks: the first with the fewest complaints. */
function closestIssue(issue: z.core.$ZodIssue | undefined): { path: readonly PropertyKey[]; message: string } {
  if (issue === undefined) return { path: [], message: 'it does not fit' }
  const [closest] = issue.code === 'invalid_union' ? [...issue.errors].sort((a, b) => a.length - b.length) : []
  if (closest?.[0] === undefined) return issue
  const inner = closestIssue(closest[0])
  return { path: [...issue.path, ...inner.path], message: inner.message }
}

function readPolicy<Policy>({ requires }: DerivationFile, parsePolicy: ParsePolicy<Policy>): Policy {
  try {
    return parsePolicy(JSON.stringify(requires.policy))
  } catch (cause) {
    const { details, message } = cause as { details?: { field?: unknown }; message?: unknown }
    if (typeof details?.field !== 'string') throw cause
    const field = ['requires.policy', details.field].filter((part) => part !== '').join('.')
    throw malformed({ field, reason: String(message) }, cause)
  }
}

/** An agency issues types of its own; those of the population register are not among them. */
function checkType({ type }: DerivationFile): readonly DerivationFault[] {
  const reason = 'it is that of a document of the population register'
  const faults: readonly (readonly [boolean, string, string])[] = [
    [credentialTypes.some(({ id }) => id === type.id), 'type.id', reason],
    [FORM_SUFFIX.test(type.id), 'type.id', 'it ends as the ids of other forms of a credential do: -w3c, -jwt'],
    [credentialTypes.some(({ vct }) => vct === type.vct), 'type.vct', reason],
    [credentialTypes.some(({ w3cType }) => w3cType === type.w3c_type), 'type.w3c_type', reason],
  ]
  return faults.filter(([isBroken]) => isBroken).map(([, field, why]) => ({ field, reason: why }))
}

function checkPaths({ claims, conditions }: DerivationFile): readonly DerivationFault[] {
  const starts = (outer: readonly string[], inner: readonly string[]) => outer.every((step, i) => step === inner[i])
  return [
    ...claims.flatMap(({ path }, i): readonly DerivationFault[] => {
      const field = `claims.${i}.path`
      if (RESERVED.has(path[0]!)) return [{ field, reason: `${path[0]} is the credential's own and cannot be a claim` }]
      const earlier = claims.slice(0, i).some((other) => starts(other.path, path) || starts(path, other.path))
      return earlier ? [{ field, reason: 'an earlier claim is the same, stands around it or inside it' }] : []
    }),
    ...conditions.flatMap(({ id }, i) =>
      conditions.slice(0, i).some((other) => other.id === id)
        ? [{ field: `conditions.${i}.id`, reason: 'an earlier condition has the same id' }]
        : [],
    ),
  ]
}

function malformed({ field, reason }: DerivationFault, cause?: unknown): IssuerError<'derivation_malformed'> {
  const message = `The derivation is malformed at "${field}": ${reason}`
  return new IssuerError('derivation_malformed', message, { field, reason }, { cause })
}
