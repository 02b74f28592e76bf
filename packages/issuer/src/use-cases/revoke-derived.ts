import type { DossierStore } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'

export type RevokeDerivedInput = {
  /** Keyed hash of the citizen number. */
  readonly recordKey: string
  readonly reason: string
  readonly actor: string
}

export type RevokeDerivedDependencies = { readonly dossiers: DossierStore; readonly now: () => Date }

/**
 * Revokes all that was derived for somebody whom the agency has a record of. For who has none there is no number to go by:
 * their credentials end with what they rest on, by their holder, or by themselves.
 *
 * @returns how many credentials it was
 * @throws IssuerError `credential_not_found` when there was none left to revoke
 */
export async function revokeDerived(
  { recordKey, reason, actor }: RevokeDerivedInput,
  { dossiers, now }: RevokeDerivedDependencies,
): Promise<number> {
  const count = await dossiers.end(await dossiers.ofRecord(recordKey), { reason, actor, now: now() })
  if (count > 0) return count
  const message = 'This person has no credential of this agency that could be revoked.'
  throw new IssuerError('credential_not_found', message, {})
}
