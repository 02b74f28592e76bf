import { configurationsOfTypes } from '../credential-configurations.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

export type RevokeCredentialsInput = {
  readonly subjectHash: string
  readonly configurationIds: readonly string[]
  readonly reason: string
  readonly actor: string
}

/**
 * Revokes all copies of a citizen's credentials of the given types, in whatever form they were issued. There is no way back (ARF 3.0, VCR_04): who was revoked by mistake is
 * issued a new credential.
 *
 * @returns how many credentials it was
 * @throws IssuerError `credential_not_found` when there was none left to revoke
 */
export async function revokeCredentials(
  input: RevokeCredentialsInput,
  dependencies: IssuerDependencies,
): Promise<number> {
  const { issuances, audit, catalogue, now } = dependencies
  const at = now()
  const { subjectHash, reason, actor } = input
  const typeIds = input.configurationIds.map((id) => catalogue.get(id)?.type.id ?? id)
  const configurationIds = configurationsOfTypes(catalogue, typeIds)
  const count = await issuances.revoke({ subjectHash, configurationIds, reason, now: at })
  const detail = { types: [...new Set(typeIds)], reason, count }
  await audit.append({ actor, action: 'credentials_revoked', subjectHash, detail }, at)
  if (count === 0)
    throw new IssuerError(
      'credential_not_found',
      'This person has no credential of this type that could be revoked.',
      {},
    )
  return count
}
