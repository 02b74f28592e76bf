import {
  AGE_THRESHOLDS,
  ageOn,
  type JsonObject,
  LIFELONG,
  nationalIdCard,
  parseBuddhistDate,
  parseBuddhistExpiry,
  thaiDay,
} from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { PersonName } from '../registry/person-record.ts'
import { addressClaim } from './address-claim.ts'
import type { ClaimsContext } from './build-claims.ts'
import type { Citizen } from './load-citizen.ts'

/** ISO/IEC 5218, as in the EUDI PID. */
const SEX = { male: 1, female: 2 } as const

/**
 * The claims of the national ID card. What the register does not have is left out: an English name is never made by
 * transliteration, and a date of birth says only what is known of it.
 *
 * @throws IssuerError `citizen_not_eligible` for somebody without a card, or with one that has expired
 */
export function buildIdCardClaims({ person, house }: Citizen, { issuingAuthority, now }: ClaimsContext): JsonObject {
  const { card, names, sex, birth_date, citizen_number, nationality, portrait } = person
  if (card === null) {
    const details = { type: nationalIdCard.id, reason: 'no_card' } as const
    throw new IssuerError('citizen_not_eligible', 'This person has no ID card.', details)
  }
  const expiry = parseBuddhistExpiry(card.expires)
  // A text comparison: both are ISO dates, and a date that is known by the year or month alone runs to its end.
  if (expiry !== LIFELONG && expiry < thaiDay(now).slice(0, expiry.length)) {
    const details = { type: nationalIdCard.id, reason: 'card_expired' } as const
    throw new IssuerError(
      'citizen_not_eligible',
      'The ID card of this person has expired; it must be renewed first.',
      details,
    )
  }
  const birthdate = parseBuddhistDate(birth_date)
  return {
    issuing_authority: issuingAuthority,
    issuing_country: 'TH',
    ...(nationality !== null && { nationalities: [nationality] }),
    personal_administrative_number: citizen_number,
    name_th: nameClaim(names.th),
    ...(names.en && {
      given_name: [names.en.given, names.en.middle].filter((part) => part !== undefined).join(' '),
      family_name: names.en.family,
    }),
    sex: SEX[sex],
    birthdate,
    age_equal_or_over: agesReached(birthdate, now),
    ...(house && { address: addressClaim(house.address) }),
    ...(card.document_number !== undefined && { document_number: card.document_number }),
    date_of_issuance: parseBuddhistDate(card.issued),
    date_of_expiry: expiry,
    ...(portrait && { portrait: `data:image/jpeg;base64,${Buffer.from(portrait).toString('base64')}` }),
  }
}

/** A name in one language, with the members that the credential types name. */
export function nameClaim({ title, given, middle, family }: PersonName): JsonObject {
  return { title, given_name: given, ...(middle !== undefined && { middle_name: middle }), family_name: family }
}

/** Only as old as is certain; by the day in Thailand. */
function agesReached(birthdate: string, now: Date): JsonObject {
  const age = ageOn(birthdate, thaiDay(now))
  return Object.fromEntries(AGE_THRESHOLDS.map((threshold) => [String(threshold), age >= threshold]))
}
