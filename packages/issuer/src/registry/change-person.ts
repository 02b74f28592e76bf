import type { CitizenNumber } from '@bai/credential'
import type { RegisterDocument } from './credential-configurations.ts'
import type { LifeEvent } from './life-event.ts'
import type { PersonDocument, PersonRecord } from './person-record.ts'
import { DIED, IN_TRANSIT, NORMAL, type PersonStatuses } from './person-status.ts'
import type { RegisterProblem } from './register-problem.ts'

/** What becomes of the person whom an event names, and whose documents say something else from now on. */
export type PersonChange = {
  /** Members that are left out stay as they are. */
  readonly document: Partial<PersonDocument>
  readonly house?: string
  readonly portrait?: Uint8Array | null
  /** Documents of this person. */
  readonly documents: readonly RegisterDocument[]
  /** Whether the person's row in the house registrations of the household changes. */
  readonly household: boolean
  /** Who becomes the head of the house that the person is in before the change. */
  readonly newHead?: CitizenNumber
}

/** Which documents show a field, and whether it stands in the rows of a house registration. */
const SHOWN: { readonly [F in keyof PersonDocument | 'portrait']: { readonly card: boolean; readonly row: boolean } } =
  {
    laser_code: { card: false, row: false },
    names: { card: true, row: true },
    sex: { card: true, row: true },
    birth_date: { card: true, row: true },
    nationality: { card: true, row: true },
    // Whoever is not present has neither, and is in nobody's house registration.
    status: { card: true, row: true },
    role: { card: false, row: true },
    moved_in: { card: false, row: true },
    father_name: { card: false, row: true },
    mother_name: { card: false, row: true },
    card: { card: true, row: false },
    portrait: { card: true, row: false },
  }

type Problem = { readonly problem: Omit<RegisterProblem, 'line'> }

/** What an event does to the person it names. Houses are looked at by whoever writes the change. */
export function changePerson(person: PersonRecord, event: LifeEvent, statuses: PersonStatuses): PersonChange | Problem {
  const { code } = person.status
  if (code === DIED && event.type !== 'correction') return impossible('citizen_number', 'somebody who is alive')
  const present = statuses[code]?.present === true
  switch (event.type) {
    case 'death':
      return {
        document: { status: { code: DIED, date: event.occurred } },
        documents: ['id_card', 'house_registration'],
        household: true,
        ...(event.successor !== undefined && { newHead: event.successor }),
      }
    case 'move':
      if (!present && code !== IN_TRANSIT) return impossible('citizen_number', 'somebody who is present or in transit')
      if (person.house_code === event.house_code) return impossible('house_code', 'another house than before')
      return {
        document: {
          role: event.role,
          moved_in: event.moved_in,
          ...(code === IN_TRANSIT && { status: { code: NORMAL, date: null } }),
        },
        house: event.house_code,
        documents: ['id_card', 'house_registration'],
        household: true,
        ...(event.successor !== undefined && { newHead: event.successor }),
      }
    case 'name_change':
      return { document: { names: event.names }, documents: ['id_card', 'house_registration'], household: true }
    case 'head_change':
      if (!present) return impossible('citizen_number', 'somebody who is present')
      if (person.house_code !== event.house_code) return impossible('house_code', 'the house that the new head is in')
      return { document: {}, documents: [], household: true, newHead: event.citizen_number }
    case 'card_replaced':
      if (!present) return impossible('citizen_number', 'somebody who is present')
      return {
        document: { card: event.card, laser_code: event.laser_code },
        documents: ['id_card'],
        household: false,
      }
    case 'correction':
      return correct(person, event.fields, statuses)
  }
}

type Fields = Extract<LifeEvent, { type: 'correction' }>['fields']

/** Only what was another before counts as changed. */
function correct(person: PersonRecord, fields: Fields, statuses: PersonStatuses): PersonChange | Problem {
  const { portrait: portraitText, ...named } = fields
  const document = Object.fromEntries(
    Object.entries(named).filter(([field, value]) => !same(person[field as keyof typeof named], value)),
  ) as Partial<PersonDocument>
  if (document.status !== undefined && statuses[document.status.code] === undefined)
    return impossible('fields.status.code', `one of ${Object.keys(statuses).join(', ')}`)
  const after = { ...person, ...document }
  if ((person.house_code === null) !== (after.role === null))
    return impossible('fields.role', 'a role for somebody in a house, and null without')
  if (after.card === null && after.laser_code !== null)
    return impossible('fields.laser_code', 'null for somebody without a card')
  const portrait = typeof portraitText === 'string' ? Buffer.from(portraitText, 'base64') : portraitText
  const portraitChanged = portrait !== undefined && !sameBytes(person.portrait, portrait)
  const changed = [
    ...(Object.keys(document) as (keyof typeof SHOWN)[]),
    ...(portraitChanged ? (['portrait'] as const) : []),
  ]
  const [card, row] = [changed.some((field) => SHOWN[field].card), changed.some((field) => SHOWN[field].row)]
  return {
    document,
    ...(portraitChanged && { portrait }),
    documents: [...(card ? (['id_card'] as const) : []), ...(row ? (['house_registration'] as const) : [])],
    household: row,
  }
}

/** Members in the order of the schema, which both have been through. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.from(a).equals(b)
}

function impossible(path: string, expected: string): Problem {
  return { problem: { path, expected } }
}
