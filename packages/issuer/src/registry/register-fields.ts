import { type CitizenNumber, citizenNumberCheckDigit, parseBuddhistDate, parseBuddhistExpiry } from '@bai/credential'
import * as z from 'zod'

/** Longest text of the register: a name, a street, an office. */
const MAX_TEXT = 120

/** One line of text. Without half of a surrogate pair too, which PostgreSQL does not store. */
export const textField = z
  .string()
  .max(MAX_TEXT)
  .regex(/^(?!\s)[^\p{Cc}\p{Cf}\p{Cs}]+(?<!\s)$/u, 'one line of text, without spaces at its ends')

export const bilingualField = z.strictObject({ th: textField, en: textField })

/** A value of a list of the register: its code, where there is one, and its text in both languages. */
export const codedField = bilingualField.extend({
  code: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,16}$/, '1 to 16 letters and digits')
    .optional(),
})

export const citizenNumberField = z.custom<CitizenNumber>(
  isCitizenNumber,
  '13 digits, the first not 9 and the last the right check digit',
)

export const houseCodeField = z.string().regex(/^\d{11}$/, '11 digits')

export const buddhistDateField = z
  .string()
  .refine(succeeds(parseBuddhistDate), 'YYYYMMDD in the Buddhist era, with 00 for an unknown day, or month and day')

export const buddhistExpiryField = z
  .string()
  .refine(succeeds(parseBuddhistExpiry), 'YYYYMMDD in the Buddhist era, or 99999999 for lifelong')

/** The register holds plain digits: dashes and spaces are for people. */
function isCitizenNumber(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[0-8]\d{12}$/.test(value)) return false
  return citizenNumberCheckDigit(value.slice(0, 12)) === Number(value[12])
}

function succeeds(parse: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      parse(text)
      return true
    } catch {
      return false
    }
  }
}
