import {
  findPortrait,
  type GenerateRegisterOptions,
  generateRecords,
  listPortraits,
  portraitPath,
} from './generate-register.ts'

/** Somebody to act out a story with: what they would type at enrolment, and their pictures. */
export type StoryPerson = {
  readonly citizenNumber: string
  /** `YYYYMMDD` in the Buddhist era, as the register has it. */
  readonly birthDate: string
  readonly laserCode: string
  readonly nameTh: string
  readonly nameEn: string | undefined
  readonly houseCode: string | null
  /** Absolute paths of JPEG files. */
  readonly selfies: readonly string[]
  /** Looking straight ahead, as the register has it: of this a film can be made. */
  readonly portrait: string
  /** Whether eyes that close in such a film are seen to close. */
  readonly isSeenToBlink: boolean
  /** Of another person of the same sex: the impostor's. */
  readonly someoneElsesSelfie: string
  readonly someoneElsesPortrait: string
}

/** Dark brows or hair lie over their eyes when they are drawn closed: docs/liveness.md, "Measured". */
const NEVER_SEEN_TO_BLINK: readonly string[] = ['F7', 'M7']

/** Everybody who has a card and a picture; the first is the head of a house of five with two children. */
export function storyPeople(options: GenerateRegisterOptions = {}): readonly StoryPerson[] {
  const portraits = listPortraits()
  return generateRecords(options).flatMap((record) => {
    if (record.kind === 'house' || record.portrait === null || record.laser_code === null) return []
    const own = findPortrait(record.portrait)
    const other = portraits.find(({ id, sex, age }) => id !== own.id && sex === own.sex && age > 18)
    const { th, en } = record.names
    return [
      {
        citizenNumber: record.citizen_number,
        birthDate: record.birth_date,
        laserCode: record.laser_code,
        nameTh: `${th.title}${th.given} ${th.family}`,
        nameEn: en === null ? undefined : `${en.title} ${en.given} ${en.family}`,
        houseCode: record.house_code,
        selfies: own.selfies.map(portraitPath),
        portrait: portraitPath(own.idPortrait),
        isSeenToBlink: !NEVER_SEEN_TO_BLINK.includes(own.id),
        someoneElsesSelfie: portraitPath(other!.selfies[0]!),
        someoneElsesPortrait: portraitPath(other!.idPortrait),
      },
    ]
  })
}
