import type { AssuranceLevel, BilingualText } from '@bai/credential'
import type { Derivation } from './derivation.ts'
import { derivationWarnings } from './derivation-warnings.ts'
import { explainOperation, nameOfClaim, nameOfQuery } from './explain-operation.ts'

/** One thing that a derivation decides, in words. */
export type DerivationWord = { readonly about: BilingualText; readonly is: BilingualText }

const LEVELS: Readonly<Record<AssuranceLevel, BilingualText>> = {
  low: { th: 'ต่ำ', en: 'low' },
  substantial: { th: 'ปานกลาง', en: 'substantial' },
  high: { th: 'สูง', en: 'high' },
}
const ANY_LEVEL: BilingualText = {
  th: 'ระดับใดก็ได้ แม้ไม่มีผู้รับรองระดับ',
  en: 'any, even where nobody vouches for one',
}
const PROVENANCE: BilingualText = {
  th: 'ชนิดของเอกสารที่แสดง ผู้ออก ระดับความน่าเชื่อถือ และวันที่แสดง โดยไม่มีสิ่งใดเชื่อมโยงกลับไปยังสำเนาที่แสดง',
  en: 'the type of what was shown, its issuer and level, and the day; nothing that leads back to the copy that was shown',
}

/** What a derivation does, for whoever answers for it and for whoever is asked to present. */
export function explainDerivation(derivation: Derivation): readonly DerivationWord[] {
  const { type, query, requires, conditions, claims, counter, record_of: recordOf } = derivation
  return [
    word('ออกเอกสาร', 'Gives', {
      th: `${type.name.th}: ${type.description.th}`,
      en: `${type.name.en}: ${type.description.en}`,
    }),
    ...query.credentials.map((asked) => word('อ่าน', 'Reads', readOf(asked))),
    word('ระดับของเอกสารที่แสดง อย่างน้อย', 'Of a level of at least', requires.level ? LEVELS[requires.level] : ANY_LEVEL),
    ...(recordOf === undefined
      ? []
      : [
          word('ข้อมูลของหน่วยงาน', "The agency's record", {
            th: 'ค้นด้วยค่าแฮชแบบมีกุญแจของเลขประจำตัวประชาชน',
            en: 'found by a keyed hash of the identification number',
          }),
        ]),
    ...conditions.map(({ that }) => word('เฉพาะเมื่อ', 'Only if', explainOperation(that, derivation))),
    ...claims.map(({ label, from, disclosure }) => {
      const how = explainOperation(from, derivation)
      const open = disclosure === 'open'
      return word(`ข้อมูล ${label.th}`, `Claim ${label.en}`, {
        th: open ? `${how.th} (แสดงเสมอ)` : how.th,
        en: open ? `${how.en} (always shown)` : how.en,
      })
    }),
    word('อ้างอิง', 'Says that it rests on', PROVENANCE),
    ...(counter === undefined
      ? []
      : [
          word('ที่เคาน์เตอร์', 'At a counter', {
            th: `เจ้าหน้าที่ตรวจเอกสารแทนได้ ถือเป็นระดับ${LEVELS[counter.level].th} และออกเป็นกระดาษ`,
            en: `staff may check documents instead, which counts as ${LEVELS[counter.level].en}; it is printed then`,
          }),
        ]),
    word('ใช้ได้', 'Good for', validityOf(derivation)),
    ...derivationWarnings(derivation).map(({ field, text }) =>
      word('ข้อควรระวัง', 'Warning', { th: `${field}: ${text.th}`, en: `${field}: ${text.en}` }),
    ),
  ]
}

function readOf(query: Derivation['query']['credentials'][number]): BilingualText {
  const names = (query.claims ?? []).map(({ path, values }) => {
    const { th, en } = nameOfClaim(path, query)
    const only = values === undefined ? '' : ` = ${values.join(' | ')}`
    return { th: th + only, en: en + only }
  })
  const type = nameOfQuery(query)
  const none = { th: 'ไม่มีข้อมูลที่เลือกเปิดเผยได้', en: 'nothing that can be withheld' }
  const all = names.length === 0 ? [none] : names
  return {
    th: `${type.th}: ${all.map(({ th }) => th).join(', ')}`,
    en: `${type.en}: ${all.map(({ en }) => en).join(', ')}`,
  }
}

function validityOf({ validity, copies }: Derivation): BilingualText {
  const [count, th, en] = 'hours' in validity ? [validity.hours, 'ชั่วโมง', 'hour'] : [validity.days, 'วัน', 'day']
  const times = copies === undefined ? undefined : { th: ` ครั้งละ ${copies} สำเนา`, en: `, ${copies} copies at once` }
  return {
    th: `ไม่เกิน ${count} ${th}${times?.th ?? ''}`,
    en: `${count} ${en}${count === 1 ? '' : 's'} at most${times?.en ?? ''}`,
  }
}

function word(th: string, en: string, is: BilingualText): DerivationWord {
  return { about: { th, en }, is }
}
