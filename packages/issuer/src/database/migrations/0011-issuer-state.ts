import { type Kysely, type Migration, sql } from 'kysely'

/** By what an authorization request finds the offer that it answers, where the issuer has made one that spares the sign-in. */
export const issuerState: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw('alter table authorization_request add column issuer_state_hash text').execute(db)
  },
}
