import { IssuerError } from '../errors.ts'
import type { HouseRecord } from '../registry/house-record.ts'
import type { PersonRecord } from '../registry/person-record.ts'
import type { RegisterStore } from '../registry/register-store.ts'

/** All that the register holds about somebody, for one issuance. */
export type Citizen = {
  readonly person: PersonRecord
  readonly house: HouseRecord | undefined
  readonly members: readonly PersonRecord[]
}

/** Loads a citizen with house and household. @throws IssuerError `citizen_unknown` */
export async function loadCitizen(subjectHash: string, register: RegisterStore): Promise<Citizen> {
  const person = await register.findPerson(subjectHash)
  if (person === undefined) throw new IssuerError('citizen_unknown', 'The register has nobody with this number.', {})
  const { house_code } = person
  const [house, members] = await Promise.all([
    house_code === null ? undefined : register.findHouse(house_code),
    house_code === null ? [] : register.membersOf(house_code),
  ])
  return { person, house, members }
}
