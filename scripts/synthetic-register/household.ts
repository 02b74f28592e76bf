import type { PlaceName } from './places.ts'

export type Name = {
  readonly title: string
  readonly given: string
  readonly middle?: string
  readonly family: string
}

/** A made-up person, before numbers are given out. Dates are of the Buddhist era, as the register has them. */
export type Resident = {
  readonly th: Name
  readonly en: Name | null
  readonly sex: 'male' | 'female'
  readonly birthDate: string
  /** Null for somebody in no house. */
  readonly role: string | null
  readonly movedIn: string | null
  /** Day of issue; null without a card. */
  readonly cardIssued: string | null
  readonly father: string | null
  readonly mother: string | null
  /** `id` in `portraits.json`. */
  readonly portrait?: string
  /** First digit of the number; by year of birth where left out. */
  readonly category?: string
  readonly nationality?: string | null
  readonly status?: { readonly code: string; readonly date: string | null }
  /** True for a card without a number on the record, as old ones are. */
  readonly withoutDocumentNumber?: boolean
}

export type Household = {
  readonly place: PlaceName
  readonly houseNumber: string
  readonly villageNumber?: string
  readonly soi?: { readonly th: string; readonly en: string }
  readonly terminated?: string
  readonly residents: readonly Resident[]
}
