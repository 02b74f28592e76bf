import { LIFELONG } from '../types/national-id-card.ts'
import { ThaiFormatError } from './thai-format-error.ts'

/** An ISO 8601 date of the common era, as precise as it is known: `1948`, `1948-03` or `1948-03-05`. */
export type PartialDate = string

const BUDDHIST_ERA = 543
/** Nobody alive was born before, no card runs beyond; an ISO year in the place of a Buddhist one falls outside. */
const FIRST_YEAR = 2400 - BUDDHIST_ERA
const LAST_YEAR = 2699 - BUDDHIST_ERA
/** The administrative expiry of cards issued to people over 70. */
const LIFELONG_DIGITS = '99999999'
const UNKNOWN = '00'
const BANGKOK_AHEAD_OF_UTC_MS = 7 * 3_600_000

/**
 * Reads a date as the register stores it: `YYYYMMDD` in the Buddhist era, `00` for a month or day that nobody knows.
 *
 * The offset is 543 for every year, as the register has it. Before 2484 the Thai year began on 1 April, so a date of
 * January to March copied unchanged from a document of that time would be a year later than computed here.
 *
 * @throws ThaiFormatError `buddhist_date_malformed`
 */
export function parseBuddhistDate(digits: string): PartialDate {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(digits)
  if (match === null) throw malformedDigits()
  const year = String(Number(match[1]) - BUDDHIST_ERA).padStart(4, '0')
  const [month, day] = [match[2]!, match[3]!]
  // A day without its month says nothing that ISO 8601 could carry.
  if (month === UNKNOWN && day !== UNKNOWN) throw malformedDigits()
  const date = [year, month, day].filter((part) => part !== UNKNOWN).join('-')
  if (!isPartialDate(date)) throw malformedDigits()
  return date
}

/** Reads a card's expiry: a Buddhist date, or `99999999`, which is `lifelong`. @throws ThaiFormatError `buddhist_date_malformed` */
export function parseBuddhistExpiry(digits: string): PartialDate | typeof LIFELONG {
  return digits === LIFELONG_DIGITS ? LIFELONG : parseBuddhistDate(digits)
}

/** Writes a date, or `lifelong`, as the register stores it. @throws ThaiFormatError `partial_date_malformed` */
export function formatBuddhistDigits(date: PartialDate | typeof LIFELONG): string {
  if (date === LIFELONG) return LIFELONG_DIGITS
  const { year, month, day } = partsOf(date)
  return [String(year + BUDDHIST_ERA), twoDigits(month), twoDigits(day)].join('')
}

/** Whether a text is a date of this form and of the calendar. */
export function isPartialDate(text: string): text is PartialDate {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), optionalNumber(match[2]), optionalNumber(match[3])]
  if (year < FIRST_YEAR || year > LAST_YEAR) return false
  if (month !== undefined && (month < 1 || month > 12)) return false
  return month === undefined || day === undefined || (day >= 1 && day <= daysInMonth(year, month))
}

/**
 * The age in whole years of which one can be certain: with day or month unknown, that of somebody born on the last
 * day in question. Someone born on 29 February is a year older on 1 March of common years. Never below 0.
 *
 * @param on a whole ISO date, `2026-11-23`; see `thaiDay`
 * @throws ThaiFormatError `partial_date_malformed`
 */
export function ageOn(birth: PartialDate, on: string): number {
  const born = partsOf(birth)
  const today = partsOf(on)
  if (today.month === undefined || today.day === undefined) throw malformedDate()
  const birthMonth = born.month ?? 12
  const birthDay = born.day ?? daysInMonth(born.year, birthMonth)
  const hadBirthday = today.month > birthMonth || (today.month === birthMonth && today.day >= birthDay)
  return Math.max(0, today.year - born.year - (hadBirthday ? 0 : 1))
}

/** The calendar day in Thailand, which is seven hours ahead of UTC all year round: `2026-11-23`. */
export function thaiDay(moment: Date): string {
  return new Date(moment.getTime() + BANGKOK_AHEAD_OF_UTC_MS).toISOString().slice(0, 10)
}

/** The parts of a date that are known. @throws ThaiFormatError `partial_date_malformed` */
export function partsOf(date: PartialDate): { year: number; month: number | undefined; day: number | undefined } {
  if (!isPartialDate(date)) throw malformedDate()
  const [year, month, day] = date.split('-')
  return { year: Number(year), month: optionalNumber(month), day: optionalNumber(day) }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function optionalNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits)
}

function twoDigits(part: number | undefined): string {
  return part === undefined ? UNKNOWN : String(part).padStart(2, '0')
}

function malformedDigits(): ThaiFormatError {
  return new ThaiFormatError(
    'buddhist_date_malformed',
    'A date of the register is YYYYMMDD in the Buddhist era (2400 to 2699), with 00 for an unknown day, or month and day.',
  )
}

function malformedDate(): ThaiFormatError {
  return new ThaiFormatError(
    'partial_date_malformed',
    'A date is YYYY, YYYY-MM or YYYY-MM-DD of the common era and of the calendar; a day of reckoning needs all three.',
  )
}
