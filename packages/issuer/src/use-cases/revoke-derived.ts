import type { DossierStore } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

export type RevokeDerivedInput = {
  /** Keyed hash of the citizen number. */
  readonly recordKey: string
  readonly reason: string
  readonly actor: string
}

/**
 * Revokes all that was derived for somebody whom the agency has a record of. For who has none there is no number to go by:
 * their credentials end with what they rest on, by their holder, or by themselves.
 *
 * @returns how many credentials it was
 * @throws IssuerError `credential_not_found` when there was none left to revoke
 */
export async function revokeDerived(
  { recordKey, reason, actor }: RevokeDerivedInput,
  dossiers: DossierStore,
  dependencies: IssuerDependencies,
): Promise<number> {
  const subjectHashes = await dossiers.ofRecord(recordKey)
  const count = await endDossiers(subjectHashes, { reason, actor }, dossiers, dependencies)
  if (count > 0) return count
  const message = 'This person has no credential of this agency that could be revoked.'
  throw new IssuerError('credential_not_found', message, {})
}

/** Revokes every credential of these dossiers, in whatever form, and forgets what they rest on. @returns how many credentials it was */
export async function endDossiers(
  subjectHashes: readonly string[],
  { reason, actor }: Pick<RevokeDerivedInput, 'reason' | 'actor'>,
  dossiers: DossierStore,
  { issuances, catalogue, audit, now }: IssuerDependencies,
): Promise<number> {
  const at = now()
  const configurationIds = [...catalogue.keys()]
  let count = 0
  for (const subjectHash of subjectHashes)
    count += await issuances.revoke({ subjectHash, configurationIds, reason, now: at })
  await dossiers.end(subjectHashes, at)
  if (count > 0) await audit.append({ actor, action: 'credentials_revoked', detail: { reason, count } }, at)
  return count
}
