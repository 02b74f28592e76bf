import {
  formatCitizenNumber,
  formatThaiDate,
  isJsonObject,
  isPartialDate,
  type Json,
  type JsonObject,
  LIFELONG,
  parseCitizenNumber,
} from '@bai/credential'
import type { Language } from '../language.ts'

/** Where a value stands among the claims of a credential. */
export type Path = readonly (string | number)[]

const NAME_PARTS = ['title', 'given_name', 'middle_name', 'family_name']
const DATES = ['birthdate', 'date_of_issuance', 'date_of_expiry', 'moved_in']
const YES_NO = { th: ['ใช่', 'ไม่ใช่'], en: ['Yes', 'No'] } as const
/** ISO/IEC 5218. */
const SEX = { th: { 1: 'ชาย', 2: 'หญิง' }, en: { 1: 'Male', 2: 'Female' } } as const

/** Roles in a house registration; `family_head_2` is the head of its second family. */
const ROLE = {
  th: { head: 'เจ้าบ้าน', resident: 'ผู้อาศัย' },
  en: { head: 'Head of the house', resident: 'Resident' },
} as const
const FAMILY_HEAD = /^family_head_(\d+)$/

/** A value as people read it: dates in the era of the language, words for yes and no, numbers as cards print them. */
export function describeValue(path: Path, value: Json, language: Language): string {
  const name = path.findLast((step) => typeof step === 'string') ?? ''
  if (typeof value === 'boolean') return YES_NO[language][value ? 0 : 1]
  if (name === 'sex' && (value === 1 || value === 2)) return SEX[language][value]
  if (typeof value === 'string') return describeText(name, value, language)
  if (Array.isArray(value)) return value.map((item: Json) => describeValue(path, item, language)).join(', ')
  if (isJsonObject(value)) {
    if (isBilingual(value)) return String(value[language])
    if (isName(value)) return describeName(value, name === 'name_th' ? 'th' : 'en')
  }
  return JSON.stringify(value)
}

function describeText(name: string, text: string, language: Language): string {
  const isDate =
    (DATES.includes(name) && (isPartialDate(text) || text === LIFELONG)) || (text.length === 10 && isPartialDate(text))
  if (isDate) return formatThaiDate(text, language)
  if (name === 'role') return describeRole(text, language)
  if (name !== 'personal_administrative_number') return text
  try {
    return formatCitizenNumber(parseCitizenNumber(text))
  } catch {
    return text
  }
}

function describeRole(role: string, language: Language): string {
  if (role === 'head' || role === 'resident') return ROLE[language][role]
  const family = FAMILY_HEAD.exec(role)?.[1]
  if (family === undefined) return role
  return language === 'th' ? `หัวหน้าครอบครัวที่ ${family}` : `Head of family ${family}`
}

/** In Thai a title is written together with the name that follows it. */
export function describeName(name: JsonObject, language: Language): string {
  const [title = '', ...parts] = NAME_PARTS.map((part) => (typeof name[part] === 'string' ? name[part] : ''))
  const rest = parts.filter((part) => part !== '').join(' ')
  return language === 'th' ? title + rest : [title, rest].filter((part) => part !== '').join(' ')
}

/** Parts of a name in one language. */
export function isName(value: JsonObject): boolean {
  const names = Object.keys(value)
  return names.length > 0 && names.every((name) => NAME_PARTS.includes(name))
}

/** A text in two languages. */
export function isBilingual(value: JsonObject): boolean {
  return typeof value['th'] === 'string' && typeof value['en'] === 'string' && Object.keys(value).length === 2
}
