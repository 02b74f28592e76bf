import type { CitizenNumber } from '@bai/credential'
import type { Kysely } from 'kysely'
import type { Row, Schema } from '../database/schema.ts'
import { type HouseRecord, houseDocumentSchema } from './house-record.ts'
import { nextPortrait } from './next-portrait.ts'
import { type PersonRecord, personDocumentSchema } from './person-record.ts'
import { PERSON_STATUSES, type PersonStatuses } from './person-status.ts'

export interface RegisterStore {
  findPerson(subjectHash: string): Promise<PersonRecord | undefined>
  findByCitizenNumber(citizenNumber: CitizenNumber): Promise<PersonRecord | undefined>
  /** Portrait of somebody else, the same one each time; nothing in a register without portraits. */
  decoyPortrait(subjectHash: string): Promise<Uint8Array | undefined>
  findHouse(houseCode: string): Promise<HouseRecord | undefined>
  /** Those present in the house, its head first: not the dead, nor those abroad. */
  membersOf(houseCode: string): Promise<readonly PersonRecord[]>
  /** Somebody enrols or is made an offer: from now on they are found by their keyed hash, whatever the register knows. */
  remember(citizenNumber: CitizenNumber): Promise<void>
}

/** The register in the database, for reading. */
export function createRegisterStore(
  db: Kysely<Schema>,
  { statuses = PERSON_STATUSES }: { readonly statuses?: PersonStatuses } = {},
): RegisterStore {
  const findBy = async (column: 'subject_hash' | 'citizen_number', value: string) => {
    const row = await db.selectFrom('person').selectAll().where(column, '=', value).executeTakeFirst()
    return row && toPerson(row)
  }
  return {
    findPerson: (subjectHash) => findBy('subject_hash', subjectHash),
    findByCitizenNumber: (citizenNumber) => findBy('citizen_number', citizenNumber),
    decoyPortrait: (subjectHash) => nextPortrait(db, subjectHash),
    findHouse: async (houseCode) => {
      const row = await db.selectFrom('house').selectAll().where('house_code', '=', houseCode).executeTakeFirst()
      return row && { ...houseDocumentSchema.parse(row.document), house_code: row.house_code }
    },
    membersOf: async (houseCode) => {
      const people = db.selectFrom('person').selectAll().where('house_code', '=', houseCode)
      const rows = await people.orderBy('citizen_number').execute()
      return presentFirstHead(rows.map(toPerson), statuses)
    },
    // Keyed hashes of all numbers are in the table.
    remember: async () => {},
  }
}

/** Who of a household is present, its head first. */
export function presentFirstHead(people: readonly PersonRecord[], statuses: PersonStatuses): readonly PersonRecord[] {
  const members = people.filter(({ status }) => statuses[status.code]?.present === true)
  return members.sort((a, b) => Number(b.role === 'head') - Number(a.role === 'head'))
}

/** A row as it reads: what is stored has been checked by the import, and is read through the same schema. */
export function toPerson({ document, citizen_number, house_code, portrait }: Row<'person'>): PersonRecord {
  const known = personDocumentSchema.parse(document)
  // The import has checked the check digit.
  return { ...known, citizen_number: citizen_number as CitizenNumber, house_code, portrait }
}
