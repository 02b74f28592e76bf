import type { BoardingPass } from './parse-boarding-pass.ts'
import { withoutCutTitle, withoutTitles } from './titles.ts'

/** The names of a person in Latin letters, as their credential has them. */
export type CredentialName = { readonly givenName: string; readonly familyName: string }

/**
 * `same`: every letter agrees. `cut-short-but-consistent`: the pass has less of the name, because its 20 characters end or
 * a name was left out, and what it has agrees. `unreadable`: there is no pass, or no Latin name to compare.
 */
export type NameComparison = 'same' | 'cut-short-but-consistent' | 'differs' | 'unreadable'

/** What systems write where a passenger has one name only: first or last name unknown. */
const UNKNOWN_NAME = ['FNU', 'LNU']
/** Letters that Unicode does not take apart into a letter and its mark. */
const WITHOUT_MARKS: Readonly<Record<string, string>> = { Æ: 'AE', Œ: 'OE', Ø: 'O', Þ: 'TH', Đ: 'D', Ð: 'D', Ł: 'L' }
/** ICAO Doc 9303, part 3, section 6: letters that become two in passports, and so in many bookings. */
const TRANSLITERATED = { ...WITHOUT_MARKS, Ø: 'OE', Å: 'AA', Ä: 'AE', Ö: 'OE', Ü: 'UE' }

type PassName = {
  readonly family: string
  readonly hasSlash: boolean
  /** The given names in every way in which a title may be part of them; first as they stand. */
  readonly given: readonly string[]
  /** The same for a field that is full, in which a title may have begun. */
  readonly givenWhenCut: readonly string[]
}
type Spelling = { readonly family: string; readonly given: readonly string[] }

/**
 * Compares the name on a boarding pass with that of a credential, by letters only and never by likeness: what is not the
 * same by a rule of the trade differs, and staff see both names.
 */
export function compareNames(pass: BoardingPass | undefined, credential: CredentialName): NameComparison {
  const onPass = pass && readPassName(pass)
  const spellings = [spellingOf(credential, WITHOUT_MARKS), spellingOf(credential, TRANSLITERATED)].filter(
    (spelling) => spelling !== undefined,
  )
  if (onPass === undefined || spellings.length === 0) return 'unreadable'
  if (spellings.some((spelling) => isSame(onPass, spelling))) return 'same'
  if (spellings.some((spelling) => isPart(onPass, spelling))) return 'cut-short-but-consistent'
  return 'differs'
}

function readPassName({ name, mayBeCut }: BoardingPass): PassName | undefined {
  const slash = name.indexOf('/')
  const family = letters(slash < 0 ? name : name.slice(0, slash))
  if (family === undefined || family === '') return undefined
  const text = slash < 0 ? '' : name.slice(slash + 1).replaceAll('/', ' ')
  const read = (names: readonly string[]) => names.map((given) => letters(given) ?? '')
  const given = read(withoutTitles(text))
  return {
    family,
    hasSlash: slash >= 0,
    given,
    givenWhenCut: mayBeCut ? [...given, ...read(withoutCutTitle(text))] : [],
  }
}

function isSame(pass: PassName, { family, given }: Spelling): boolean {
  const whole = given.join('')
  if (family !== '' && whole !== '') return pass.family === family && pass.given.includes(whole)
  return isSingleName(pass, family + whole)
}

/** Passengers with one name: it stands alone, with a title, twice, or beside a word for the missing one. */
function isSingleName({ family, given }: PassName, name: string): boolean {
  if (family === name) return given.some((text) => ['', name, ...UNKNOWN_NAME].includes(text))
  return UNKNOWN_NAME.includes(family) && given.includes(name)
}

function isPart(pass: PassName, { family, given }: Spelling): boolean {
  const whole = given.join('')
  const leadingNames = given.map((_, i) => given.slice(0, i + 1).join(''))
  if (pass.family === family && pass.given.some((text) => leadingNames.includes(text))) return true
  if (pass.givenWhenCut.length === 0) return false
  // The field ends within the family name or within the given names; some systems cut the former to keep some of the latter.
  if (!pass.hasSlash) return (family || whole).startsWith(pass.family)
  const isEmpty = pass.given[0] === ''
  const agrees = isEmpty || pass.givenWhenCut.some((text) => text !== '' && whole.startsWith(text))
  return family.startsWith(pass.family) && agrees
}

/** A name as one table of letters spells it; undefined where it is not in Latin letters, or is no name at all. */
function spellingOf({ givenName, familyName }: CredentialName, table: typeof WITHOUT_MARKS): Spelling | undefined {
  const family = letters(familyName, table)
  const given = givenName.split(/\s+/).map((part) => letters(part, table))
  if (family === undefined || given.includes(undefined)) return undefined
  const names = given.filter((part) => part !== undefined && part !== '') as readonly string[]
  return family === '' && names.length === 0 ? undefined : { family, given: names }
}

/** Blanks, hyphens, apostrophes and dots are dropped by one system and kept by the next: only letters count. */
function letters(text: string, table = WITHOUT_MARKS): string | undefined {
  const latin = [...text.normalize('NFC').toUpperCase()].map((letter) => table[letter] ?? letter).join('')
  const kept = latin.normalize('NFD').replaceAll(/\P{L}/gu, '')
  return /^[A-Z]*$/.test(kept) ? kept : undefined
}
