import type { Household, Name, Resident } from './household.ts'
import { PLACES, type PlaceName } from './places.ts'
import type { RandomSource } from './random-source.ts'

/** The year in which everyone's age is reckoned. */
const YEAR = 2569
const CARD_FROM_AGE = 7
const LARGEST = 6

type Spelling = readonly [th: string, en: string]

const MEN: readonly Spelling[] = [
  ['กิตติ', 'Kitti'],
  ['ชัยวัฒน์', 'Chaiwat'],
  ['ณัฐพล', 'Natthaphon'],
  ['ดนัย', 'Danai'],
  ['พงศกร', 'Phongsakorn'],
  ['มานพ', 'Manop'],
  ['วรวุฒิ', 'Worawut'],
  ['ศักดา', 'Sakda'],
  ['สุรชัย', 'Surachai'],
  ['อนันต์', 'Anan'],
]
const WOMEN: readonly Spelling[] = [
  ['กาญจนา', 'Kanchana'],
  ['จิราพร', 'Jiraporn'],
  ['ดวงใจ', 'Duangjai'],
  ['นภา', 'Napha'],
  ['ปราณี', 'Pranee'],
  ['พรทิพย์', 'Phonthip'],
  ['รัตนา', 'Rattana'],
  ['ศิริพร', 'Siriphon'],
  ['สุดา', 'Suda'],
  ['อัญชลี', 'Anchalee'],
]
/** Put together in twos, so that nobody's real family name is meant. */
const FAMILY_BEGINNINGS: readonly Spelling[] = [
  ['ใบทอง', 'Baithong'],
  ['ใบแก้ว', 'Baikaeo'],
  ['ใบหยก', 'Baiyok'],
  ['ใบเตย', 'Baitoei'],
  ['ใบชา', 'Baicha'],
]
const FAMILY_ENDS: readonly Spelling[] = [
  ['สมมุติ', 'sommut'],
  ['ตัวอย่าง', 'tuayang'],
  ['ทดลอง', 'thotlong'],
  ['จำลอง', 'jamlong'],
  ['สังเคราะห์', 'sangkhro'],
]

/** Households of one to six, until there are `people` of them. */
export function randomHouseholds(people: number, random: RandomSource): readonly Household[] {
  const households: Household[] = []
  for (let left = people; left > 0; ) {
    const household = randomHousehold(Math.min(left, random.between(1, LARGEST)), random)
    households.push(household)
    left -= household.residents.length
  }
  return households
}

function randomHousehold(size: number, random: RandomSource): Household {
  const place = random.pick(Object.keys(PLACES) as PlaceName[])
  const [begins, ends] = [random.pick(FAMILY_BEGINNINGS), random.pick(FAMILY_ENDS)]
  const familyName: Spelling = [begins[0] + ends[0], begins[1] + ends[1]]
  const headAge = random.between(24, 88)
  const ages = [headAge, headAge + random.between(-6, 6)]
  while (ages.length < size) ages.push(random.chance(0.8) ? random.between(0, headAge - 18) : random.between(60, 96))
  const inVillage = PLACES[place].province.code !== '10' && random.chance(0.7)
  return {
    place,
    houseNumber: `${random.between(1, 999)}${random.chance(0.5) ? `/${random.between(1, 99)}` : ''}`,
    ...(inVillage && { villageNumber: String(random.between(1, 15)) }),
    residents: ages.slice(0, size).map((age, index) => randomResident(age, index, familyName, random)),
  }
}

function randomResident(age: number, index: number, [familyTh, familyEn]: Spelling, random: RandomSource): Resident {
  const sex = random.chance(0.5) ? 'male' : 'female'
  const [given, givenEn] = random.pick(sex === 'male' ? MEN : WOMEN)
  const [title, titleEn] = titleOf(sex, age)
  const th: Name = { title, given, family: familyTh }
  const en: Name = { title: titleEn, given: givenEn, family: familyEn }
  return {
    th,
    en: age > 75 && random.chance(0.3) ? null : en,
    sex,
    birthDate: randomBirthDate(age, random),
    role: index === 0 ? 'head' : 'resident',
    movedIn: `${random.between(Math.max(2540, YEAR - age), YEAR)}0000`,
    cardIssued: age < CARD_FROM_AGE + 1 ? null : randomIssueDate(age, random),
    father: random.pick(MEN)[0],
    mother: random.pick(WOMEN)[0],
  }
}

/** Of the old, many know the year only. */
function randomBirthDate(age: number, random: RandomSource): string {
  const year = String(YEAR - age)
  if (age > 60 && random.chance(0.25)) return `${year}0000`
  const month = String(random.between(1, 12)).padStart(2, '0')
  const day = age > 60 && random.chance(0.1) ? '00' : String(random.between(1, 28)).padStart(2, '0')
  return year + month + day
}

function randomIssueDate(age: number, random: RandomSource): string {
  const yearsAgo = random.between(0, Math.min(7, age - CARD_FROM_AGE))
  return `${YEAR - yearsAgo}${String(random.between(1, 12)).padStart(2, '0')}${String(random.between(1, 28)).padStart(2, '0')}`
}

function titleOf(sex: Resident['sex'], age: number): Spelling {
  if (age < 15) return sex === 'male' ? ['เด็กชาย', 'Master'] : ['เด็กหญิง', 'Miss']
  return sex === 'male' ? ['นาย', 'Mr.'] : ['นางสาว', 'Miss']
}
