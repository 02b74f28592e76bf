import { formatThaiDate, thaiDay } from '@bai/credential'
import type { Language } from './language.ts'

const BANGKOK_AHEAD_OF_UTC_MS = 7 * 3_600_000

/** Day and time in Thailand, wherever the machine stands: `25 พ.ย. 2569 15:46 น.`, `25 Nov 2026 15:46`. */
export function formatMoment(moment: Date, language: Language): string {
  const time = new Date(moment.getTime() + BANGKOK_AHEAD_OF_UTC_MS).toISOString().slice(11, 16)
  return `${formatThaiDate(thaiDay(moment), language)} ${time}${language === 'th' ? ' น.' : ''}`
}
