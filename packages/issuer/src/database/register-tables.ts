import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

// Tables of the register, and what follows from its changes.

export interface HouseTable {
  house_code: string
  document: JsonColumn<unknown>
}

export interface PersonTable {
  citizen_number: string
  subject_hash: string
  house_code: string | null
  document: JsonColumn<unknown>
  portrait: Uint8Array | null
  updated_at: Date
}

/** A life event that was applied: it is applied once. */
export interface LifeEventTable {
  id: string
  type: string
  subject_hash: string
  occurred: string
  applied_at: Date
}

export interface RenewalTable {
  id: Generated<string>
  subject_hash: string
  configuration_ids: JsonColumn<readonly string[]>
  reason: string
  created_at: Date
  offered_at: Date | null
}

/** The numbers of people who enrolled, sealed, for a register that knows people by number only. */
export interface SubjectTable {
  subject_hash: string
  sealed_number: Uint8Array
  created_at: Date
}
