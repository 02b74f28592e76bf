import type { Language } from '@bai/web-app'

const UNITS = [
  ['year', 31_536_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** How long something lasts, in the largest unit that says it exactly: `1 ปี`, `30 days`. */
export function formatSpan(seconds: number, language: Language): string {
  const [unit, length] = UNITS.find(([, size]) => seconds % size === 0) ?? (['second', 1] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length)
}

/** The time of day in Thailand: `15:46 น.`, `15:46`. */
export function formatTimeOfDay(moment: Date, language: Language): string {
  const options = { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Bangkok' } as const
  return `${new Intl.DateTimeFormat('en-GB', options).format(moment)}${language === 'th' ? ' น.' : ''}`
}
