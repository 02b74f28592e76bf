import { ThaiFormatError } from './thai-format-error.ts'

declare const checked: unique symbol

/** A Thai identification number: 13 ASCII digits whose check digit is right. */
export type CitizenNumber = string & { readonly [checked]: 'citizen number' }

export type CitizenNumberCategory = {
  /** First digit of the number, 0 to 8. */
  readonly digit: number
  /** False for 0, 6 and 7, which are given to people without Thai nationality. */
  readonly thaiNational: boolean
}

const DIGITS = 13
/** 13 digits, four separators, and room for a stray space at either end. */
const MAX_LENGTH = 24
const WITHOUT_THAI_NATIONALITY = [0, 6, 7]
const THAI_ZERO = '๐'.charCodeAt(0)

/**
 * Reads an identification number, written with or without dashes and spaces, in ASCII or Thai digits.
 *
 * @throws ThaiFormatError `citizen_number_malformed`, `citizen_number_check_digit`
 */
export function parseCitizenNumber(text: string): CitizenNumber {
  const digits = text.length > MAX_LENGTH ? '' : toAsciiDigits(text.replace(/[\s-]/g, ''))
  if (!/^[0-8]\d{12}$/.test(digits)) {
    throw new ThaiFormatError(
      'citizen_number_malformed',
      'An identification number has 13 digits and does not begin with 9, as in 1-1120-34563-56-2. Check it against the card.',
    )
  }
  if (citizenNumberCheckDigit(digits.slice(0, DIGITS - 1)) !== Number(digits[DIGITS - 1])) {
    throw new ThaiFormatError(
      'citizen_number_check_digit',
      'The last digit of the identification number does not fit the others: a digit was mistyped. Check it against the card.',
    )
  }
  return digits as CitizenNumber
}

/** The 13th digit for the first twelve: `(11 − Σ d[i]·(13−i) mod 11) mod 10`. @param first12 twelve ASCII digits */
export function citizenNumberCheckDigit(first12: string): number {
  if (!/^\d{12}$/.test(first12)) throw new TypeError('The check digit is computed over twelve digits.')
  const sum = [...first12].reduce((total, digit, index) => total + Number(digit) * (DIGITS - index), 0)
  return (11 - (sum % 11)) % 10
}

/** Writes a number as cards print it: `1-1120-34563-56-2`. */
export function formatCitizenNumber(number: CitizenNumber): string {
  return [number.slice(0, 1), number.slice(1, 5), number.slice(5, 10), number.slice(10, 12), number.slice(12)].join('-')
}

/** What the first digit tells of how the person came into the register. */
export function citizenNumberCategory(number: CitizenNumber): CitizenNumberCategory {
  const digit = Number(number[0])
  return { digit, thaiNational: !WITHOUT_THAI_NATIONALITY.includes(digit) }
}

function toAsciiDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - THAI_ZERO))
}
