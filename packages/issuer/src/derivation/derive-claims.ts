import {
  ASSURANCE_LEVELS,
  type AssuranceLevel,
  type CitizenNumber,
  type Json,
  type JsonObject,
  parseCitizenNumber,
  ThaiFormatError,
  thaiDay,
} from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { Derivation } from './derivation.ts'
import type { DerivedClaim } from './derivation-schema.ts'
import { findPresented, recordMissing } from './find-value.ts'
import { holds, performOperation } from './perform-operation.ts'
import type { DerivationSources, Presented, PresentedCredential } from './presented-credential.ts'
import { refusal, refusalWith } from './refusal.ts'

/**
 * The claims of a derived credential, `evidence` among them: on which types it rests, from which issuers, at which level,
 * on which day. Nothing in it leads back to the copies that were presented.
 *
 * @throws IssuerError `derivation_refused`, `source_level_too_low`, `record_missing`, `record_incomplete`
 */
export function deriveClaims(derivation: Derivation, sources: DerivationSources): JsonObject {
  const { conditions, claims, requires, record_of: recordOf } = derivation
  const shown = shownIn(derivation, sources.presented)
  for (const credential of shown) refuseTooLow(credential, requires.level)
  if (recordOf !== undefined && sources.record === undefined) throw recordMissing()
  for (const { id, that, otherwise } of conditions) {
    if (!holds(that, sources)) throw refusalWith(id, otherwise)
  }
  return {
    ...nest(claims.map(({ path, from }) => ({ path, value: performOperation(from, sources) }))),
    evidence: shown.map((credential) => evidenceOf(credential, thaiDay(sources.now))),
  }
}

/** By which the agency finds its record; nothing where it has none. @throws IssuerError `derivation_refused` */
export function citizenNumberFor(
  { record_of: reference }: Pick<Derivation, 'record_of'>,
  presented: Presented,
): CitizenNumber | undefined {
  if (reference === undefined) return undefined
  const number = findPresented(reference, presented)
  try {
    return parseCitizenNumber(typeof number === 'string' ? number : '')
  } catch (error) {
    if (error instanceof ThaiFormatError) throw refusal('value_unreadable')
    throw error
  }
}

/** In the order in which they were asked for, which is everybody's. */
function shownIn({ query }: Derivation, presented: Presented): readonly PresentedCredential[] {
  return query.credentials.flatMap(({ id }) => presented.get(id) ?? [])
}

function refuseTooLow({ vct, level }: PresentedCredential, needed: AssuranceLevel | undefined): void {
  const rank = (of: AssuranceLevel | undefined) => (of === undefined ? -1 : ASSURANCE_LEVELS.indexOf(of))
  if (needed === undefined || rank(level) >= rank(needed)) return
  const message = `This needs a credential of the level ${needed}; the one that was shown is of ${level ?? 'none that is known'}.`
  throw new IssuerError('source_level_too_low', message, { type: vct, level: level ?? null, needed })
}

/** A day and no time, and an issuer and no copy: the same for all who came that day. */
function evidenceOf({ vct, issuer, level }: PresentedCredential, on: string): JsonObject {
  return { type: vct, issuer: issuer.id, ...(level !== undefined && { level }), on }
}

/** Names that are checked (derivation-schema.ts): none of them is `__proto__`. */
function nest(claims: readonly { readonly path: DerivedClaim['path']; readonly value: Json }[]): JsonObject {
  const heads = [...new Set(claims.map(({ path }) => path[0]!))]
  return Object.fromEntries(
    heads.map((head) => {
      const below = claims.filter(({ path }) => path[0] === head)
      const leaf = below.find(({ path }) => path.length === 1)
      return [head, leaf ? leaf.value : nest(below.map(({ path, value }) => ({ path: path.slice(1), value })))]
    }),
  )
}
