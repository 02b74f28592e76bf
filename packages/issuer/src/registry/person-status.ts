type PersonStatus = {
  readonly th: string
  readonly en: string
  /** Alive and registered in the house: counts as a member of it and may receive credentials. */
  readonly present: boolean
}

/** A person's status in the register, by its code. An operator whose codes differ passes a table of their own. */
export type PersonStatuses = { readonly [code: string]: PersonStatus }

export const DIED = '1'
export const NORMAL = '0'
export const IN_TRANSIT = '9'

/** Codes as one public client of the register reads them; no official list is known. */
export const PERSON_STATUSES: PersonStatuses = {
  '0': { th: 'ปกติ', en: 'Normal', present: true },
  '1': { th: 'ตาย', en: 'Died', present: false },
  '4': { th: 'ย้ายไปต่างประเทศ', en: 'Moved abroad', present: false },
  '8': { th: 'ทะเบียนบ้านกลาง', en: 'Central register', present: false },
  '9': { th: 'อยู่ระหว่างย้าย', en: 'In transit between houses', present: false },
  '12': { th: 'สละสัญชาติ', en: 'Renounced nationality', present: false },
}
