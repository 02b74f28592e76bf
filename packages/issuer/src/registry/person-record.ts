import * as z from 'zod'
import {
  bilingualField,
  buddhistDateField,
  buddhistExpiryField,
  citizenNumberField,
  houseCodeField,
  textField,
} from './register-fields.ts'

/** Longest portrait as base64, three bytes in four characters: 225 KB of JPEG. The card's own has about 5 KB. */
const MAX_PORTRAIT = 300_000
/** What the bytes FF D8 FF, with which every JPEG begins, are in base64. */
const JPEG_START = '/9j/'

const nameSchema = z.strictObject({
  title: textField,
  given: textField,
  middle: textField.optional(),
  family: textField,
})

export const cardSchema = z.strictObject({
  document_number: z
    .string()
    .regex(/^[A-Z0-9-]{4,24}$/, '4 to 24 of A-Z, 0-9 and -')
    .optional(),
  issued: buddhistDateField,
  expires: buddhistExpiryField,
  issuing_office: bilingualField,
})

export const laserCodeField = z
  .string()
  .regex(/^[A-Z]{2}\d-\d{7}-\d{2}$/, 'two letters and ten digits, as JT0-0000000-00')

export const roleField = z
  .string()
  .regex(/^(?:head|resident|family_head_[1-9]\d?)$/, 'head, resident or family_head_1 to _99')

export const portraitField = z.base64().max(MAX_PORTRAIT).startsWith(JPEG_START, 'a JPEG in base64')

export const namesSchema = z.strictObject({ th: nameSchema, en: nameSchema.nullable() })

/** A person, without what the database keeps in columns of its own. */
export const personDocumentSchema = z.strictObject({
  /** Control number on the back of the card: a factor at enrolment, never a claim. Nobody without a card has one. */
  laser_code: laserCodeField.nullable(),
  /** The English name is on the record or there is none: it is never transliterated. */
  names: namesSchema,
  sex: z.enum(['male', 'female']),
  birth_date: buddhistDateField,
  /** ISO 3166-1 alpha-2; null for somebody stateless. */
  nationality: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two letters of ISO 3166-1')
    .nullable(),
  status: z.strictObject({
    code: z.string().regex(/^\d{1,2}$/, 'one or two digits'),
    date: buddhistDateField.nullable(),
  }),
  role: roleField.nullable(),
  moved_in: buddhistDateField.nullable(),
  father_name: textField.nullable(),
  mother_name: textField.nullable(),
  card: cardSchema.nullable(),
})

/** One `{"kind":"person"}` line of the register. */
export const personLineSchema = personDocumentSchema
  .extend({
    kind: z.literal('person'),
    citizen_number: citizenNumberField,
    house_code: houseCodeField.nullable(),
    portrait: portraitField.nullable(),
  })
  .superRefine((person, context) => {
    if ((person.house_code === null) !== (person.role === null)) {
      context.addIssue({ code: 'custom', path: ['role'], message: 'a role for somebody in a house, and null without' })
    }
    if (person.card === null && person.laser_code !== null) {
      context.addIssue({ code: 'custom', path: ['laser_code'], message: 'null for somebody without a card' })
    }
  })

export type PersonDocument = z.infer<typeof personDocumentSchema>
export type PersonLine = z.infer<typeof personLineSchema>
export type PersonName = z.infer<typeof nameSchema>

/** A person of the register. Leaves the issuer only as the claims that a credential type names. */
export type PersonRecord = PersonDocument &
  Pick<PersonLine, 'citizen_number' | 'house_code'> & {
    /** JPEG. */
    readonly portrait: Uint8Array | null
  }
