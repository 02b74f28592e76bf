import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  citizenNumberCategory,
  citizenNumberCheckDigit,
  formatCitizenNumber,
  parseCitizenNumber,
} from '../../src/thai/citizen-number.ts'

/** First digit 0 to 8, then eleven more. */
const first12 = fc
  .tuple(fc.integer({ min: 0, max: 8 }), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 11 }))
  .map(([first, rest]) => [first, ...rest].join(''))

describe('the check digit', () => {
  // Worked by hand; the first is the published example: 13+12+11+20+0+24+28+30+30+12+15+12 = 207, 207 mod 11 = 9.
  it.each([
    ['the published example', '111203456356', 2],
    ['remainder 0, where 11 mod 10 is 1: 13 + 3·3 = 22', '100000000030', 1],
    ['remainder 1, where 10 mod 10 is 0: 13 + 7·3 = 34', '100000000070', 0],
  ])('%s', (_name, digits, expected) => {
    expect(citizenNumberCheckDigit(digits)).toBe(expected)
  })

  it('is one of ten for every number', () => {
    fc.assert(
      fc.property(first12, (digits) => {
        const accepted = [...'0123456789'].filter((last) => isAccepted(digits + last))
        expect(accepted).toEqual([String(citizenNumberCheckDigit(digits))])
      }),
    )
  })

  it('needs twelve digits', () => {
    expect(() => citizenNumberCheckDigit('11120345635')).toThrow(TypeError)
  })
})

describe('parsing', () => {
  it.each(['1112034563562', '1-1120-34563-56-2', ' 1 1120 34563 56 2 ', '๑-๑๑๒๐-๓๔๕๖๓-๕๖-๒'])('reads %s', (text) => {
    expect(parseCitizenNumber(text)).toBe('1112034563562')
  })

  it('undoes formatting, for every number', () => {
    fc.assert(
      fc.property(first12, (digits) => {
        const number = parseCitizenNumber(digits + citizenNumberCheckDigit(digits))
        expect(parseCitizenNumber(formatCitizenNumber(number))).toBe(number)
      }),
    )
  })

  it.each(['', '111203456356', '11120345635620', '9112034563562', '111203456356x', '1112034563562'.padEnd(40)])(
    'refuses "%s" as malformed',
    (text) => {
      expect(() => parseCitizenNumber(text)).toThrow(expect.objectContaining({ code: 'citizen_number_malformed' }))
    },
  )

  it('tells a mistyped digit from a malformed number, and repeats neither', () => {
    const attempt = () => parseCitizenNumber('1112034563563')
    expect(attempt).toThrow(expect.objectContaining({ code: 'citizen_number_check_digit' }))
    expect(attempt).not.toThrow(/1112034563563/)
  })
})

it('writes the number as the card prints it', () => {
  expect(formatCitizenNumber(parseCitizenNumber('1112034563562'))).toBe('1-1120-34563-56-2')
})

it('knows who is not a Thai national by the first digit', () => {
  const thai = [...'012345678'].map((digit) => {
    const digits = `${digit}00000000000`
    return citizenNumberCategory(parseCitizenNumber(digits + citizenNumberCheckDigit(digits))).thaiNational
  })
  expect(thai).toEqual([false, true, true, true, true, true, false, false, true])
})

function isAccepted(text: string): boolean {
  try {
    parseCitizenNumber(text)
    return true
  } catch {
    return false
  }
}
