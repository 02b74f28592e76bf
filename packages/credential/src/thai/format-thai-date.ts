import { LIFELONG } from '../types/national-id-card.ts'
import { type PartialDate, partsOf } from './thai-date.ts'

const BUDDHIST_ERA = 543
const LIFELONG_TEXT = { th: 'ตลอดชีพ', en: 'Lifelong' } as const
const MONTHS = {
  th: ['ม.ค.', 'ก.พ.', 'มี.ค.', 'เม.ย.', 'พ.ค.', 'มิ.ย.', 'ก.ค.', 'ส.ค.', 'ก.ย.', 'ต.ค.', 'พ.ย.', 'ธ.ค.'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const

/**
 * A date for a screen, as far as it is known: Thai in the Buddhist era (`14 มี.ค. 2566`), English in the common era
 * (`14 Mar 2023`); `lifelong` as a word.
 *
 * @throws ThaiFormatError `partial_date_malformed`
 */
export function formatThaiDate(date: PartialDate | typeof LIFELONG, language: 'th' | 'en'): string {
  if (date === LIFELONG) return LIFELONG_TEXT[language]
  const { year, month, day } = partsOf(date)
  const shownYear = language === 'th' ? year + BUDDHIST_ERA : year
  return [day, month === undefined ? undefined : MONTHS[language][month - 1], shownYear]
    .filter((part) => part !== undefined)
    .join(' ')
}
