import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Deletes what has expired and can no longer be asked for: nonces and access tokens. Offers stay, as evidence. */
export async function sweepExpired(db: Kysely<Schema>, now: Date): Promise<void> {
  await db.deleteFrom('nonce').where('expires_at', '<=', now).execute()
  await db.deleteFrom('access_token').where('expires_at', '<=', now).execute()
}
