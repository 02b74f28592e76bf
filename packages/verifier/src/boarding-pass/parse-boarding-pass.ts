/** One flight of a boarding pass. */
export type BoardingPassLeg = {
  /** IATA codes of the airports. */
  readonly from: string
  readonly to: string
  /** Airline and number, as in `TG 123`. */
  readonly flight: string
  /** 1 to 366: a boarding pass tells no year. */
  readonly dayOfYear: number
}

/** What a boarding pass says of its passenger. Booking code, seat and frequent flyer number are read over, and gone. */
export type BoardingPass = {
  /** The 20 characters of the name field, without the blanks at its end. */
  readonly name: string
  /** Whether the name fills its field, so that more of it may have been cut off. */
  readonly mayBeCut: boolean
  /** One to four. The name stands once, for all of them. */
  readonly legs: readonly BoardingPassLeg[]
}

/** IATA Resolution 792, attachment A: sizes of what is mandatory, once and for every leg. */
const HEADER_LENGTH = 23
const LEG_LENGTH = 37
const NAME_START = 2
const NAME_LENGTH = 20
/** Four legs with all that airlines may add, and the signature, stay far below. */
const MAX_LENGTH = 2000

const HEADER = /^M([1-4])([A-Z0-9 /'.-]{20})[E ]$/
/** Booking code, from, to, airline, flight number, day of the year, class, seat, sequence, status, size of what follows. */
const LEG = /^.{7}([A-Z]{3})([A-Z]{3})([A-Z0-9]{2}[A-Z0-9 ])([0-9 ]{4}[A-Z ])([0-9]{3}).{11}([0-9A-F]{2})$/

/**
 * Reads the text of a bar coded boarding pass of format M (IATA Resolution 792), with one leg or more.
 *
 * @param text as the code holds it, or pasted: blanks inside it count
 * @returns undefined for whatever is not such a pass
 */
export function parseBoardingPass(text: string): BoardingPass | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const pass = text.replace(/^[\s\uFEFF]+/, '').toUpperCase()
  const header = HEADER.exec(pass.slice(0, HEADER_LENGTH))
  if (header === null) return undefined
  const legs = parseLegs(pass, Number(header[1]))
  if (legs === undefined) return undefined
  const name = pass.slice(NAME_START, NAME_START + NAME_LENGTH).trimEnd()
  return { name, mayBeCut: name.length === NAME_LENGTH, legs }
}

/** Each leg says how long the airline's own part is that stands before the next one. */
function parseLegs(pass: string, count: number): readonly BoardingPassLeg[] | undefined {
  const legs: BoardingPassLeg[] = []
  let at = HEADER_LENGTH
  for (let i = 0; i < count; i++) {
    const match = LEG.exec(pass.slice(at, at + LEG_LENGTH))
    if (match === null) return undefined
    const [, from = '', to = '', airline = '', number = '', day = '', size = ''] = match
    const dayOfYear = Number(day)
    if (dayOfYear < 1 || dayOfYear > 366) return undefined
    legs.push({ from, to, flight: `${airline.trim()} ${number.trim().replace(/^0+(?=[0-9])/, '')}`, dayOfYear })
    at += LEG_LENGTH + Number.parseInt(size, 16)
  }
  return legs
}
