import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ageOn, citizenNumberCheckDigit, parseBuddhistDate } from '@bai/credential'
import { CAST, WITHOUT_HOUSE } from './cast.ts'
import type { Household, Resident } from './household.ts'
import { cardOffice, PLACES, type Place, registrationOffice } from './places.ts'
import { randomHouseholds } from './random-households.ts'
import { createRandomSource, type RandomSource } from './random-source.ts'

export type GenerateRegisterOptions = {
  readonly seed?: number
  /** How many people at least; those of `cast.ts` are always among them, and the first. */
  readonly people?: number
}

export type Portrait = {
  readonly id: string
  readonly sex: 'F' | 'M'
  readonly age: number
  readonly idPortrait: string
  readonly selfies: readonly string[]
}

const DEFAULT_SEED = 1
/** 99 is no province's number, so 9999 is no registration office: none of these numbers is anybody's. */
const OFFICE = '9999'
/** Since 1 January 2527 (1984) newborns get a number that begins with 1; those born before have 3. */
const NUMBERED_AT_BIRTH_FROM = 2527
const CARD_YEARS = 8
const LIFELONG_FROM_AGE = 70
const LIFELONG = '99999999'

const portraitFolder = new URL('portraits/', import.meta.url)

/** A register that nobody is in: JSON Lines, houses each before its people. The same lines for the same options. */
export function generateRegister(options: GenerateRegisterOptions = {}): string[] {
  return generateRecords(options).map((record) => {
    if (record.kind === 'house') return JSON.stringify(record)
    const { portrait } = record
    const jpeg = portrait === null ? null : readFileSync(new URL(findPortrait(portrait).idPortrait, portraitFolder))
    return JSON.stringify({ ...record, portrait: jpeg?.toString('base64') ?? null })
  })
}

/** The portraits there are, each with its selfies. */
export function listPortraits(): readonly Portrait[] {
  return JSON.parse(readFileSync(new URL('portraits.json', portraitFolder), 'utf8'))
}

/** Absolute path of a picture in the folder of portraits. */
export function portraitPath(file: string): string {
  return fileURLToPath(new URL(file, portraitFolder))
}

/**
 * The records as lines will have them, but for `portrait`, which is an `id` of `portraits.json` here. The cast comes
 * first, so that its numbers and codes are the same however many people follow.
 */
export function generateRecords({ seed = DEFAULT_SEED, people = 0 }: GenerateRegisterOptions) {
  const random = createRandomSource(seed)
  let persons = 0
  let houses = 0
  const write = (household: Household) => {
    houses += 1
    const house = toHouse(household, houses)
    const context = { place: PLACES[household.place], houseCode: house.house_code, random }
    return [house, ...household.residents.map((resident) => toPerson(resident, ++persons, context))]
  }
  const cast = CAST.flatMap(write)
  const lastHome = { place: PLACES[CAST.at(-1)!.place], houseCode: null, random }
  const withoutHouse = WITHOUT_HOUSE.map((resident) => toPerson(resident, ++persons, lastHome))
  return [...cast, ...withoutHouse, ...randomHouseholds(Math.max(0, people - persons), random).flatMap(write)]
}

function toHouse(household: Household, serial: number) {
  const place: Place = PLACES[household.place]
  const [road] = place.roads
  const plain = (text: string) => ({ th: text, en: text })
  return {
    kind: 'house' as const,
    house_code: `${OFFICE}${String(serial).padStart(7, '0')}`,
    address: {
      house_number: plain(household.houseNumber),
      ...(household.villageNumber !== undefined && { village_number: plain(household.villageNumber) }),
      ...(household.soi && { soi: household.soi }),
      ...(road && household.villageNumber === undefined && { road }),
      subdistrict: place.subdistrict,
      district: place.district,
      province: place.province,
    },
    house_type: { code: '1', th: 'บ้าน', en: 'House' },
    registration_office: registrationOffice(place),
    terminated: household.terminated ?? null,
  }
}

type PersonContext = {
  readonly place: Place
  readonly houseCode: string | null
  readonly random: RandomSource
}

function toPerson(resident: Resident, serial: number, { place, houseCode, random }: PersonContext) {
  const { cardIssued, birthDate } = resident
  const laserCode = `JT0-${random.digits(7)}-${random.digits(2)}`
  const documentNumber = `BN-${random.digits(4)}-${random.digits(7)}`
  return {
    kind: 'person' as const,
    citizen_number: citizenNumber(resident, serial),
    laser_code: cardIssued === null ? null : laserCode,
    names: { th: resident.th, en: resident.en },
    sex: resident.sex,
    birth_date: birthDate,
    nationality: resident.nationality === undefined ? 'TH' : resident.nationality,
    status: resident.status ?? { code: '0', date: null },
    house_code: houseCode,
    role: resident.role,
    moved_in: resident.movedIn,
    father_name: resident.father,
    mother_name: resident.mother,
    card:
      cardIssued === null
        ? null
        : {
            ...(resident.withoutDocumentNumber !== true && { document_number: documentNumber }),
            issued: cardIssued,
            expires: expiryOf(birthDate, cardIssued),
            issuing_office: cardOffice(place),
          },
    portrait: resident.portrait ?? null,
  }
}

function citizenNumber({ category, birthDate }: Resident, serial: number): string {
  const first = category ?? (Number(birthDate.slice(0, 4)) >= NUMBERED_AT_BIRTH_FROM ? '1' : '3')
  const digits = `${first}${OFFICE}${String(serial).padStart(7, '0')}`
  return `${digits}${citizenNumberCheckDigit(digits)}`
}

/** The birthday in the eighth year; for life, for those who were over 70 when the card was made. */
function expiryOf(birthDate: string, issued: string): string {
  if (ageOn(parseBuddhistDate(birthDate), parseBuddhistDate(issued)) >= LIFELONG_FROM_AGE) return LIFELONG
  const [month, day] = [birthDate.slice(4, 6), birthDate.slice(6)]
  const year = Number(issued.slice(0, 4)) + CARD_YEARS
  return `${year}${month === '00' ? '12' : month}${day === '00' ? '28' : day}`
}

/** One of `listPortraits`. @throws Error when there is none of this `id` */
export function findPortrait(id: string): Portrait {
  const portrait = listPortraits().find((candidate) => candidate.id === id)
  if (portrait === undefined) throw new Error(`portraits.json has no portrait ${id}.`)
  return portrait
}
