import { randomBytes } from 'node:crypto'
import type { Database, SourceReference } from '@bai/issuer'
import { createDossierSeal, type DossierSealInput } from '../../packages/issuer/src/database/dossier-seal.ts'
import { showProgress } from '../commands/progress-bar.ts'
import { DID, LISTS, listUri, randomIndices } from './bundle.ts'

export type FillDossiersInput = DossierSealInput & {
  readonly count: number
  readonly now: Date
  readonly isRevoked: (source: SourceReference) => boolean
}

/** Credentials of a dossier. */
export const COPIES = 2
const AT_ONCE = 1000
/** A million in three months. */
const EVERY_MILLISECONDS = 8000
const YEAR_MILLISECONDS = 365 * 86_400_000

/**
 * Fills the table of dossiers as an agency's is after a while: claims forgotten, one source each, anywhere in the lists. Those
 * whose source is revoked have credentials. @returns how many those are
 */
export async function fillDossiers(
  db: Database['db'],
  { count, now, isRevoked, ...sealing }: FillDossiersInput,
): Promise<number> {
  const seal = createDossierSeal(sealing)
  const validUntil = new Date(now.getTime() + YEAR_MILLISECONDS)
  const progress = showProgress('dossiers')
  const hit: string[] = []
  for (let filled = 0; filled < count; filled += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - filled)
    const rows = randomIndices(size).map((index, i) => {
      const subjectHash = randomBytes(32).toString('base64url')
      const addedAt = new Date(now.getTime() - (count - filled - i) * EVERY_MILLISECONDS)
      const source = { issuer: DID, uri: listUri((filled + i) % LISTS), index }
      if (isRevoked(source)) hit.push(subjectHash)
      const dossier = { subjectHash, derivationId: 'over-20', recordKey: undefined, claims: {}, sources: [source] }
      return { ...seal.rowOf({ ...dossier, claimsUntil: now, validUntil }, addedAt), sealed_claims: null }
    })
    await db.insertInto('dossier').values(rows).execute()
    progress.step(filled + size, count)
  }
  progress.end()
  await issueTo(db, hit, now, validUntil)
  return hit.length
}

async function issueTo(db: Database['db'], hashes: readonly string[], now: Date, validUntil: Date): Promise<void> {
  const list = await db
    .insertInto('status_list')
    .values({ size: 2 ** 20, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const grant = await db
    .insertInto('wallet_grant')
    .values({ subject_hash: '', configuration_ids: JSON.stringify(['over-20']), created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const rows = hashes.flatMap((subjectHash, at) =>
    Array.from({ length: COPIES }, (_, copy) => ({
      grant_id: grant.id,
      status_list_id: list.id,
      status_index: at * COPIES + copy,
      access_token_hash: '',
      configuration_id: 'over-20',
      subject_hash: subjectHash,
      key_thumbprint: randomBytes(32).toString('base64url'),
      issued_at: now,
      valid_until: validUntil,
    })),
  )
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await db
      .insertInto('issuance')
      .values(rows.slice(at, at + AT_ONCE))
      .execute()
}
