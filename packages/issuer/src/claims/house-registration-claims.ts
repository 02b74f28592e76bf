import { houseRegistration, type JsonObject, parseBuddhistDate } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { PersonRecord } from '../registry/person-record.ts'
import { addressClaim } from './address-claim.ts'
import type { ClaimsContext } from './build-claims.ts'
import { nameClaim } from './id-card-claims.ts'
import type { Citizen } from './load-citizen.ts'

/**
 * The claims of the house registration: the house, and a row for each person who is present in it.
 *
 * @throws IssuerError `citizen_not_eligible` for somebody in no house, or in one that is closed
 */
export function buildHouseRegistrationClaims(
  { person, house, members }: Citizen,
  { issuingAuthority }: ClaimsContext,
): JsonObject {
  if (house === undefined || house.terminated !== null) {
    const details = { type: houseRegistration.id, reason: 'no_house' } as const
    throw new IssuerError('citizen_not_eligible', 'This person is registered in no house.', details)
  }
  return {
    issuing_authority: issuingAuthority,
    issuing_country: 'TH',
    house_code: house.house_code,
    address: addressClaim(house.address),
    house_type: text(house.house_type),
    registration_office: text(house.registration_office),
    members: members.map((member) => memberRow(member, member.citizen_number === person.citizen_number)),
  }
}

function memberRow(record: PersonRecord, isHolder: boolean): JsonObject {
  const { names, nationality, role, moved_in, father_name, mother_name } = record
  return {
    is_holder: isHolder,
    personal_administrative_number: record.citizen_number,
    name_th: nameClaim(names.th),
    ...(names.en && { name_en: nameClaim(names.en) }),
    sex: record.sex === 'male' ? 1 : 2,
    birthdate: parseBuddhistDate(record.birth_date),
    ...(nationality !== null && { nationality }),
    ...(role !== null && { role }),
    ...(moved_in !== null && { moved_in: parseBuddhistDate(moved_in) }),
    ...(father_name !== null && { father_name }),
    ...(mother_name !== null && { mother_name }),
  }
}

function text({ th, en }: { readonly th: string; readonly en: string }): JsonObject {
  return { th, en }
}
