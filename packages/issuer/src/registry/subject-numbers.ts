import type { CitizenNumber } from '@bai/credential'
import type { Kysely } from 'kysely'
import type { Schema } from '../database/schema.ts'
import type { Sealing } from '../database/sealing.ts'
import { IssuerError } from '../errors.ts'
import type { SubjectHash } from './subject-hash.ts'

/** The numbers of people who enrolled, for a register that knows people by number only. */
export interface SubjectNumbers {
  remember(citizenNumber: CitizenNumber): Promise<void>
  /** @throws IssuerError `configuration_malformed` when the master key is another */
  find(subjectHash: string): Promise<CitizenNumber | undefined>
}

type Dependencies = {
  readonly db: Kysely<Schema>
  readonly subjectHash: SubjectHash
  /** Under a key that is derived for this and for nothing else. */
  readonly sealing: Sealing
  readonly now: () => Date
}

/** Numbers sealed in the database: with the database alone nobody learns one. */
export function createSubjectNumbers({ db, subjectHash, sealing, now }: Dependencies): SubjectNumbers {
  return {
    remember: async (citizenNumber) => {
      const hash = subjectHash(citizenNumber)
      const sealed = sealing.seal(contextOf(hash), Buffer.from(citizenNumber, 'ascii'))
      await db
        .insertInto('subject')
        .values({ subject_hash: hash, sealed_number: Buffer.from(sealed), created_at: now() })
        .onConflict((on) => on.column('subject_hash').doNothing())
        .execute()
    },
    find: async (hash) => {
      const subject = db.selectFrom('subject').select('sealed_number').where('subject_hash', '=', hash)
      const row = await subject.executeTakeFirst()
      return row && (open(row.sealed_number, hash) as CitizenNumber)
    },
  }

  function open(sealed: Uint8Array, hash: string): string {
    try {
      return Buffer.from(sealing.open(contextOf(hash), sealed)).toString('ascii')
    } catch (cause) {
      const message = 'A number in the database does not open: start with the master key that belongs to this database.'
      throw new IssuerError('configuration_malformed', message, { field: 'master_key' }, { cause })
    }
  }
}

function contextOf(hash: string): string {
  return `bai:citizen-number:1:${hash}`
}
