import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatThaiDate } from '../../src/thai/format-thai-date.ts'
import {
  ageOn,
  formatBuddhistDigits,
  isPartialDate,
  parseBuddhistDate,
  parseBuddhistExpiry,
  thaiDay,
} from '../../src/thai/thai-date.ts'

const wholeDay = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2150-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const partialDate = fc.tuple(wholeDay, fc.constantFrom(4, 7, 10)).map(([day, length]) => day.slice(0, length))

describe('dates of the register', () => {
  // 2491 − 543 = 1948, 2566 − 543 = 2023, 2567 − 543 = 2024 (a leap year).
  it.each([
    ['24910000', '1948'],
    ['24910300', '1948-03'],
    ['24910305', '1948-03-05'],
    ['25660314', '2023-03-14'],
    ['25670229', '2024-02-29'],
  ])('%s is %s', (digits, date) => {
    expect(parseBuddhistDate(digits)).toBe(date)
    expect(formatBuddhistDigits(date)).toBe(digits)
  })

  it.each([
    '',
    '2566031',
    '256603144',
    '25661301',
    '25660230',
    '25660229',
    '25660014',
    '19480305',
    '99999999',
    '2566-3-4',
  ])('refuses "%s"', (digits) => {
    expect(() => parseBuddhistDate(digits)).toThrow(expect.objectContaining({ code: 'buddhist_date_malformed' }))
  })

  it('reads 99999999 as an expiry only', () => {
    expect(parseBuddhistExpiry('99999999')).toBe('lifelong')
    expect(parseBuddhistExpiry('25740314')).toBe('2031-03-14')
    expect(formatBuddhistDigits('lifelong')).toBe('99999999')
  })

  it('come back from every date, however much of it is known', () => {
    fc.assert(
      fc.property(partialDate, (date) => {
        expect(parseBuddhistDate(formatBuddhistDigits(date))).toBe(date)
      }),
    )
  })

  it.each(['1948-13', '1948-00', '2023-02-29', '1900-02-29', '1948-3-5', '2566', '1856', '', '1948-'])(
    '"%s" is no date',
    (text) => {
      // 2566 is a plausible mistake: a Buddhist year where one of the common era belongs.
      expect(isPartialDate(text)).toBe(false)
      expect(() => formatBuddhistDigits(text)).toThrow(expect.objectContaining({ code: 'partial_date_malformed' }))
    },
  )
})

describe('age', () => {
  it.each([
    ['the day before the birthday', '1956-11-23', '2026-11-22', 69],
    ['the birthday', '1956-11-23', '2026-11-23', 70],
    ['year only, on its last day but one', '1956', '2026-12-30', 69],
    ['year only, on its last day', '1956', '2026-12-31', 70],
    ['day unknown, within the month', '1956-11', '2026-11-29', 69],
    ['day unknown, on the last of the month', '1956-11', '2026-11-30', 70],
    ['February of a leap year, day unknown', '1956-02', '2026-02-28', 69],
    ['February of a common year, day unknown', '1957-02', '2027-02-28', 70],
    ['29 February, on 28 February of a common year', '2004-02-29', '2022-02-28', 17],
    ['29 February, on 1 March of a common year', '2004-02-29', '2022-03-01', 18],
    ['born this year, day unknown', '2026', '2026-05-01', 0],
  ])('%s', (_name, birth, on, age) => {
    expect(ageOn(birth, on)).toBe(age)
  })

  it('never grows when less of the date is known', () => {
    fc.assert(
      fc.property(wholeDay, wholeDay, (birth, on) => {
        const known = ageOn(birth, on)
        expect(ageOn(birth.slice(0, 7), on)).toBeLessThanOrEqual(known)
        expect(ageOn(birth.slice(0, 4), on)).toBeLessThanOrEqual(ageOn(birth.slice(0, 7), on))
      }),
    )
  })

  it('is reckoned on a whole day', () => {
    expect(() => ageOn('1956', '2026-11')).toThrow(expect.objectContaining({ code: 'partial_date_malformed' }))
  })
})

it('the day begins in Bangkok at 17:00 UTC', () => {
  expect(thaiDay(new Date('2026-11-23T16:59:59Z'))).toBe('2026-11-23')
  expect(thaiDay(new Date('2026-11-23T17:00:00Z'))).toBe('2026-11-24')
})

it.each([
  ['2023-03-14', '14 มี.ค. 2566', '14 Mar 2023'],
  ['2023-03', 'มี.ค. 2566', 'Mar 2023'],
  ['1948', '2491', '1948'],
  ['1948-12-05', '5 ธ.ค. 2491', '5 Dec 1948'],
  ['lifelong', 'ตลอดชีพ', 'Lifelong'],
])('%s is shown as %s and %s', (date, th, en) => {
  expect(formatThaiDate(date, 'th')).toBe(th)
  expect(formatThaiDate(date, 'en')).toBe(en)
})
