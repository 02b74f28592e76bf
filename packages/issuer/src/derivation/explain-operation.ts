import type { BilingualText, CredentialQuery } from '@bai/credential'
import { knownTypes } from './check-query.ts'
import type { Derivation } from './derivation.ts'
import { isReference, type Operation, pathOf, type Source } from './operation-schema.ts'

const ROWS = {
  holder: { th: 'ในรายการของผู้ถือ', en: 'in the row of the holder' },
  other: { th: 'ในรายการของบุคคลอื่นที่แสดง', en: 'in the row of the other person that is shown' },
} as const satisfies Record<string, BilingualText>

/** How a claim is made, or what must hold, in words. */
export function explainOperation(operation: Operation, derivation: Pick<Derivation, 'query'>): BilingualText {
  const of = (source: Source) => nameOfSource(source, derivation)
  switch (operation.operation) {
    case 'copy':
      return join({ th: 'คัดลอกจาก', en: 'a copy of' }, of(operation.value))
    case 'constant':
      return join({ th: 'ค่าคงที่', en: 'always' }, textOf(operation.value))
    case 'year_of':
      return join({ th: 'เฉพาะปีของ', en: 'only the year of' }, of(operation.date))
    case 'equals':
      return join(of(operation.value), { th: 'ตรงกับ', en: 'is the same as' }, of(operation.to))
    case 'one_of':
      return join(of(operation.value), { th: 'เป็น', en: 'is' }, either(operation.values))
    case 'at_least_years':
      return join(
        { th: `อายุ ${operation.years} ปีขึ้นไปแน่นอน ตาม`, en: `certainly aged ${operation.years} or over, by` },
        of(operation.born),
      )
    case 'under_years':
      return join(
        { th: `อายุต่ำกว่า ${operation.years} ปีแน่นอน ตาม`, en: `certainly under ${operation.years}, by` },
        of(operation.born),
      )
  }
}

/** What people call the type that a query asks for; the type itself where we do not know it. */
export function nameOfQuery(query: CredentialQuery): BilingualText {
  const [type] = knownTypes(query)
  if (type !== undefined) return type.name
  const name = query.format === 'dc+sd-jwt' ? (query.meta.vct_values[0] ?? '') : ''
  return { th: name, en: name }
}

/** What people call a claim: the nearest that is described, and the steps behind it. */
export function nameOfClaim(path: readonly (string | number | null)[], query: CredentialQuery): BilingualText {
  const [type] = knownTypes(query)
  const known = (type?.claims ?? [])
    .filter((claim) => claim.path.length <= path.length && claim.path.every((step, i) => step === path[i]))
    .sort((a, b) => b.path.length - a.path.length)
    .at(0)
  const rest = path.slice(known?.path.length ?? 0).map((step) => (typeof step === 'string' ? step : '*'))
  const [th, en] = [known?.label.th, known?.label.en].map((label) => [...(label ? [label] : []), ...rest].join('.'))
  return { th: th ?? '', en: en ?? '' }
}

function nameOfSource(source: Source, { query }: Pick<Derivation, 'query'>): BilingualText {
  if (!isReference(source)) {
    const field = source.record.join('.')
    return { th: `${field} ในข้อมูลของหน่วยงาน`, en: `${field} in the agency's record` }
  }
  const asked = query.credentials.find(({ id }) => id === source.credential)
  if (asked === undefined) return { th: source.credential, en: source.credential }
  const [claim, type] = [nameOfClaim(pathOf(source), asked), nameOfQuery(asked)]
  const row = source.row && ROWS[source.row]
  return {
    th: `${claim.th}${row ? ` ${row.th}` : ''} (${type.th})`,
    en: `${claim.en}${row ? ` ${row.en}` : ''} (${type.en})`,
  }
}

function textOf(value: Extract<Operation, { operation: 'constant' }>['value']): BilingualText {
  return typeof value === 'object' ? value : { th: String(value), en: String(value) }
}

function either(values: readonly (string | number | boolean)[]): BilingualText {
  return { th: values.join(' หรือ '), en: values.join(' or ') }
}

function join(...texts: readonly BilingualText[]): BilingualText {
  return { th: texts.map(({ th }) => th).join(' '), en: texts.map(({ en }) => en).join(' ') }
}
