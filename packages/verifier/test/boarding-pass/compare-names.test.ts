import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareNames } from '../../src/boarding-pass/compare-names.ts'
import { parseBoardingPass } from '../../src/boarding-pass/parse-boarding-pass.ts'

/** The name in the field of a pass as an airline would write it, cut at 20 characters. */
function compare(nameOnPass: string, givenName: string, familyName: string) {
  const field = nameOnPass.slice(0, 20).padEnd(20)
  return compareNames(parseBoardingPass(`M1${field}EABC123 BKKCNXTG 0102 326Y001A0025 100`), { givenName, familyName })
}

type Row = readonly [what: string, onPass: string, given: string, family: string]

describe('the same name', () => {
  test.each<Row>([
    ['without a title', 'SUKSAI/ANONG', 'Anong', 'Suksai'],
    ...['MR', 'MRS', 'MS', 'MISS', 'MSTR', 'INF', 'CHD', 'DR'].flatMap((title): Row[] => [
      [`with ${title} apart`, `SUKSAI/ANONG ${title}`, 'Anong', 'Suksai'],
      [`with ${title} glued`, `SUKSAI/ANONG${title}`, 'Anong', 'Suksai'],
    ]),
    ['with two titles', 'SUKSAI/ANONG DR MRS', 'Anong', 'Suksai'],
    ['of a given name that ends like a title', 'SUKSAI/AMR', 'Amr', 'Suksai'],
    ['of such a name with its title', 'SUKSAI/AMRMR', 'Amr', 'Suksai'],
    ['with blanks dropped', 'NAAYUTTHAYA/ANONG', 'Anong', 'Na Ayutthaya'],
    ['with blanks kept', 'NA AYUTTHAYA/ANONG', 'Anong', 'Na Ayutthaya'],
    ['with hyphens dropped', 'OBRIEN/ANNAMARIA', 'Anna-Maria', "O'Brien"],
    ['with hyphens kept', "O'BRIEN/ANNA-MARIA", 'Anna-Maria', "O'Brien"],
    ['of two given names that are joined', 'SUKSAI/ANONGMALEE', 'Anong Malee', 'Suksai'],
    ['of two given names that are apart', 'SUKSAI/ANONG MALEE', 'Anong Malee', 'Suksai'],
    ['with letters that lost their marks', 'MULLER/JOSE', 'José', 'Müller'],
    ['with letters that became two', 'MUELLER/SOEREN', 'Søren', 'Müller'],
    ['with a sharp s', 'GROSS/ANNA', 'Anna', 'Groß'],
    ['of 20 characters exactly', 'CHAROENSUK/SOMCHAIMR', 'Somchai', 'Charoensuk'],
    ['of a single-name passenger, alone', 'SUKARNO', '', 'Sukarno'],
    ['of a single-name passenger, with a title', 'SUKARNO/MR', 'Sukarno', ''],
    ['of a single-name passenger, twice', 'SUKARNO/SUKARNO', '', 'Sukarno'],
    ['of a single-name passenger, with first name unknown', 'SUKARNO/FNU', 'Sukarno', ''],
    ['of a single-name passenger, with last name unknown', 'LNU/SUKARNO MR', 'Sukarno', ''],
  ])('%s', (_name, onPass, given, family) => {
    expect(compare(onPass, given, family)).toBe('same')
  })
})

describe('a name that is cut short, and consistent', () => {
  test.each<Row>([
    ['within the given name', 'RATTANAWONG/PHATCHARAPORN MS', 'Phatcharaporn', 'Rattanawong'],
    ['within a title that is glued', 'RATTANAWONG/PHATCHAMS', 'Phatcha', 'Rattanawong'],
    ['behind the slash', 'RATTANAWONGPHAISALIT/ANONG', 'Anong', 'Rattanawongphaisalit'],
    ['behind a family name of 19 letters', 'RATTANAWONGPHAISALI/ANONG', 'Anong', 'Rattanawongphaisali'],
    ['within the family name', 'RATTANAWONGPHAISALITKUL/ANONG', 'Anong', 'Rattanawongphaisalitkul'],
    [
      'within the family name, so that some of the given name is left',
      'RATTANAWONGPHAI/ANON',
      'Anong',
      'Rattanawongphaisalit',
    ],
    ['by a middle name that is left out', 'SUKSAI/ANONG MS', 'Anong Malee', 'Suksai'],
    ['by middle names of which one is there', 'SUKSAI/ANONGMALEE', 'Anong Malee Dao', 'Suksai'],
  ])('%s', (_name, onPass, given, family) => {
    expect(compare(onPass, given, family)).toBe('cut-short-but-consistent')
  })
})

describe('another name', () => {
  test.each<Row>([
    ['one letter is another', 'SUKSAI/ANONK', 'Anong', 'Suksai'],
    ['another family name', 'SUKJAI/ANONG', 'Anong', 'Suksai'],
    ['the names are the other way round', 'ANONG/SUKSAI', 'Anong', 'Suksai'],
    ['a given name that is cut although there was room', 'SUKSAI/ANO', 'Anong', 'Suksai'],
    ['a family name that is cut although there was room', 'SUKS/ANONG', 'Anong', 'Suksai'],
    ['the middle name instead of the first', 'SUKSAI/MALEE', 'Anong Malee', 'Suksai'],
    ['a name more than the credential has', 'SUKSAI/ANONG MALEE', 'Anong', 'Suksai'],
    ['no given name, and a title in its place, in a full field', 'RATTANAWONGPHAISA/MR', 'Anong', 'Rattanawongphaisa'],
    ['no given name', 'SUKSAI', 'Anong', 'Suksai'],
    ['cut, and another before that', 'RATTANAWONG/PHATTHARAPORN', 'Phatcharaporn', 'Rattanawong'],
    ['a single name that is another', 'SUHARTO/MR', 'Sukarno', ''],
  ])('%s', (_name, onPass, given, family) => {
    expect(compare(onPass, given, family)).toBe('differs')
  })

  test('one changed letter is never the same', () => {
    const name = fc.stringMatching(/^[A-Z]{2,6}$/)
    fc.assert(
      fc.property(
        name,
        name,
        fc.nat(5),
        fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
        (given, family, at, letter) => {
          const i = at % given.length
          fc.pre(given[i] !== letter)
          const changed = given.slice(0, i) + letter + given.slice(i + 1)
          expect(compare(`${family}/${given}`, given, family)).toBe('same')
          expect(compare(`${family}/${changed}`, given, family)).toBe('differs')
        },
      ),
      { seed: 792, numRuns: 300 },
    )
  })
})

describe('what cannot be compared', () => {
  test.each<Row>([
    ['no family name on the pass', '/ANONG', 'Anong', 'Suksai'],
    ['a credential without a name', 'SUKSAI/ANONG', '', ' '],
    ['a family name in Thai', 'ANONG', 'Anong', 'สุขใส'],
    ['a letter that only looks Latin', 'NONG/SUKSAI', 'Suksai', '\u0410nong'],
  ])('%s', (_name, onPass, given, family) => {
    expect(compare(onPass, given, family)).toBe('unreadable')
  })

  test('no boarding pass', () => {
    expect(compareNames(undefined, { givenName: 'Anong', familyName: 'Suksai' })).toBe('unreadable')
  })
})
