import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseBoardingPass } from '../../src/boarding-pass/parse-boarding-pass.ts'

// The examples of IATA Resolution 792, attachment B.
const ONE_LEG = 'M1DESMARAIS/LUC       EABC123 YULFRAAC 0834 326J001A0025 100'
const TWO_LEGS =
  'M2DESMARAIS/LUC       EABC123 YULFRAAC 0834 226F001A0025 14D>6181WW6225BAC 00141234560032A0141234567890 1AC AC ' +
  '1234567890123    20KYLX58ZDEF456 FRAGVALH 3664 227C012C0002 12E2A0140987654321 1AC AC 1234567890123    2PCNWQ^164' +
  'GIWVC5EH7JNT684FVNJ91W2QA4DVN5J8K4F0L0GEQ3DF5TGBN8709HKT5D3DW3GBHFCVHMY7J5T6HFR41W2QA4DVN5J8K4F0L0GE'

describe('a boarding pass', () => {
  test('with one leg gives name and flight', () => {
    expect(parseBoardingPass(ONE_LEG)).toEqual({
      name: 'DESMARAIS/LUC',
      mayBeCut: false,
      legs: [{ from: 'YUL', to: 'FRA', flight: 'AC 834', dayOfYear: 326 }],
    })
  })

  test('with two legs is read over what the airline put between them', () => {
    expect(parseBoardingPass(TWO_LEGS)).toEqual({
      name: 'DESMARAIS/LUC',
      mayBeCut: false,
      legs: [
        { from: 'YUL', to: 'FRA', flight: 'AC 834', dayOfYear: 226 },
        { from: 'FRA', to: 'GVA', flight: 'LH 3664', dayOfYear: 227 },
      ],
    })
  })

  test.each([
    ['AAAAAAAAA/BBBBBBBBBB', true],
    ['AAAAAAAAA/BBBBBBBBB ', false],
  ])('whose name is "%s" may be cut: %s', (name, mayBeCut) => {
    const pass = parseBoardingPass(ONE_LEG.replace('DESMARAIS/LUC       ', name))
    expect(pass).toMatchObject({ name: name.trimEnd(), mayBeCut })
  })

  test('may be pasted with blanks and a mark of byte order around it, and in small letters', () => {
    expect(parseBoardingPass(`\uFEFF \n${ONE_LEG.toLowerCase()}\r\n`)).toEqual(parseBoardingPass(ONE_LEG))
  })
})

describe('what is no boarding pass', () => {
  test.each([
    ['an empty text', ''],
    ['another format', ONE_LEG.replace('M1', 'S1')],
    ['no leg', ONE_LEG.replace('M1', 'M0')],
    ['five legs', ONE_LEG.replace('M1', 'M5')],
    ['a leg that is missing', ONE_LEG.replace('M1', 'M2')],
    ['blanks that were joined', ONE_LEG.replaceAll(/ +/g, ' ')],
    ['the day 367', ONE_LEG.replace(' 326J', ' 367J')],
    ['the day 0', ONE_LEG.replace(' 326J', ' 000J')],
    ['a size that is no hexadecimal number', `${ONE_LEG.slice(0, -2)}G0`],
    ['an end within the leg', ONE_LEG.slice(0, 59)],
    ['a name in Thai', ONE_LEG.replace('LUC', 'ลูก')],
    ['more than a boarding pass holds', ONE_LEG + 'X'.repeat(2000)],
  ])('%s is not read', (_name, text) => {
    expect(parseBoardingPass(text)).toBeUndefined()
  })

  test('no text makes it fail', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 200, unit: 'binary' }),
      fc.tuple(fc.nat(ONE_LEG.length), fc.string({ maxLength: 3 })).map(([at, put]) => ONE_LEG.slice(0, at) + put),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const pass = parseBoardingPass(text)
        expect(pass === undefined || pass.legs.length >= 1).toBe(true)
      }),
      { seed: 792, numRuns: 300 },
    )
  })
})
