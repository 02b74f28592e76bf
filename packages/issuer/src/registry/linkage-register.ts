import type { CitizenNumber } from '@bai/credential'
import * as z from 'zod'
import type { PortraitSource } from '../face-ports.ts'
import { type HouseRecord, houseLineSchema } from './house-record.ts'
import { type AskLinkage, malformed } from './linkage-client.ts'
import { type PersonLine, type PersonRecord, personLineSchema } from './person-record.ts'
import { PERSON_STATUSES, type PersonStatuses } from './person-status.ts'
import { presentFirstHead, type RegisterStore } from './register-store.ts'
import type { SubjectNumbers } from './subject-numbers.ts'

export type LinkageRegisterDependencies = {
  readonly ask: AskLinkage
  readonly numbers: SubjectNumbers
  readonly statuses?: PersonStatuses
}

const MAX_MEMBERS = 500

/** A record as in the register's files, without the member that tells which kind it is. */
const person = z.preprocess((value) => withKind('person', value), personLineSchema)
const house = z.preprocess((value) => withKind('house', value), houseLineSchema)
const PersonAnswer = z.strictObject({ person: person.nullable() })
const HouseAnswer = z.strictObject({ house: house.nullable() })
const MembersAnswer = z.strictObject({ people: z.array(person).max(MAX_MEMBERS) })

/**
 * A register that is asked over a linkage service; nothing of what it answers is stored. Who has enrolled is found by the
 * number that was sealed then.
 */
export function createLinkageRegister({
  ask,
  numbers,
  statuses = PERSON_STATUSES,
}: LinkageRegisterDependencies): RegisterStore & PortraitSource {
  const findByCitizenNumber = async (citizenNumber: CitizenNumber): Promise<PersonRecord | undefined> => {
    const { person: found } = await ask('/people/lookup', { citizen_number: citizenNumber }, PersonAnswer)
    if (found === null) return undefined
    // Somebody else's data must never be signed for whoever asked.
    if (found.citizen_number !== citizenNumber) throw malformed('person.citizen_number')
    return recordOf(found, statuses)
  }
  return {
    findByCitizenNumber,
    findPerson: async (subjectHash) => {
      const citizenNumber = await numbers.find(subjectHash)
      return citizenNumber && findByCitizenNumber(citizenNumber)
    },
    findHouse: async (houseCode) => {
      const { house: found } = await ask('/houses/lookup', { house_code: houseCode }, HouseAnswer)
      if (found === null) return undefined
      if (found.house_code !== houseCode) throw malformed('house.house_code')
      const { kind: _kind, ...record } = found
      return record satisfies HouseRecord
    },
    membersOf: async (houseCode) => {
      const { people } = await ask('/houses/members', { house_code: houseCode }, MembersAnswer)
      if (people.some((member) => member.house_code !== houseCode)) throw malformed('people.house_code')
      return presentFirstHead(
        people.map((member) => recordOf(member, statuses)),
        statuses,
      )
    },
    remember: async (citizenNumber) => {
      if ((await findByCitizenNumber(citizenNumber)) !== undefined) await numbers.remember(citizenNumber)
    },
    findPortrait: async (citizenNumber) => {
      const found = await findByCitizenNumber(citizenNumber)
      if (found === undefined) return { state: 'citizen_unknown' }
      if (statuses[found.status.code]?.present !== true) return { state: 'citizen_not_eligible' }
      return found.portrait === null ? { state: 'portrait_missing' } : { state: 'found', portrait: found.portrait }
    },
    // Nobody's picture is fetched for a stranger's sake: a picture is compared with itself instead, the same work.
    decoyPortrait: async () => undefined,
  }
}

function recordOf({ kind: _kind, portrait, ...line }: PersonLine, statuses: PersonStatuses): PersonRecord {
  if (statuses[line.status.code] === undefined) throw malformed('person.status.code')
  return { ...line, portrait: portrait === null ? null : Buffer.from(portrait, 'base64') }
}

function withKind(kind: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'kind' in value) return value === null ? null : undefined
  return { ...value, kind }
}
