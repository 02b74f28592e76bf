import type { BilingualText } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { Derivation } from './derivation.ts'

/** What can be wrong with what was shown, whatever the derivation's own conditions say. */
const SENTENCES = {
  not_shown: { th: 'ไม่ได้แสดงข้อมูลที่จำเป็น', en: 'Something that is needed was not shown.' },
  holder_row_missing: {
    th: 'ไม่ได้แสดงรายการของท่านเองในทะเบียนบ้าน',
    en: 'Your own row of the house registration was not shown.',
  },
  other_row_unclear: {
    th: 'ต้องแสดงรายการของบุคคลอื่นในทะเบียนบ้านหนึ่งคนพอดี',
    en: 'The row of exactly one other person of the house has to be shown.',
  },
  value_unreadable: {
    th: 'เอกสารที่แสดงมีข้อมูลที่อ่านไม่ได้ โปรดติดต่อผู้ออกเอกสารนั้น',
    en: 'Something in what was shown cannot be read. Turn to the issuer of that document.',
  },
} as const satisfies Record<string, BilingualText>

export function refusal(reason: keyof typeof SENTENCES): IssuerError<'derivation_refused'> {
  return refusalWith(reason, SENTENCES[reason])
}

/** What is told to the person: the derivation's own words, or those for what no derivation says. */
export function sentenceFor(reason: string, { conditions }: Pick<Derivation, 'conditions'>): BilingualText | undefined {
  const condition = conditions.find(({ id }) => id === reason)
  if (condition !== undefined) return condition.otherwise
  return Object.hasOwn(SENTENCES, reason) ? SENTENCES[reason as keyof typeof SENTENCES] : undefined
}

export function refusalWith(reason: string, sentence: BilingualText): IssuerError<'derivation_refused'> {
  return new IssuerError('derivation_refused', sentence.en, { reason, sentence })
}
