import { type BilingualText, type CredentialQuery, credentialTypes } from '@bai/credential'
import { type Policy, type PresentationManner, typesAskedFor } from './policy.ts'
import { ONE_SCAN_SECONDS } from './standing-request.ts'

/** One thing that a policy decides, in words. */
export type PolicyWord = { readonly about: BilingualText; readonly is: BilingualText }

const MANNERS: Readonly<Record<PresentationManner, BilingualText>> = {
  online: { th: 'ออนไลน์ (OpenID4VP)', en: 'online (OpenID4VP)' },
  'two-scan': { th: 'สแกนสองครั้ง (คำขอและคำตอบ)', en: 'two scans (request and answer)' },
  'one-scan': {
    th: `สแกนครั้งเดียว รหัสมีอายุ ${ONE_SCAN_SECONDS} วินาที (มั่นใจน้อยกว่า)`,
    en: `one scan, of a code that lives ${ONE_SCAN_SECONDS} seconds (less sure)`,
  },
  printed: {
    th: 'เอกสารพิมพ์ ไม่มีหลักฐานว่าเป็นเจ้าของ (มั่นใจน้อยที่สุด)',
    en: 'printed, with no proof of whose it is (least sure)',
  },
}
const FACE: Readonly<Record<NonNullable<Policy['face_check']>, BilingualText>> = {
  staff: { th: 'เจ้าหน้าที่เทียบใบหน้ากับรูปถ่าย', en: 'staff compare the face with the portrait' },
  camera: {
    th: 'เจ้าหน้าที่เทียบใบหน้ากับรูปถ่าย โดยมีกล้องช่วย',
    en: 'staff compare the face with the portrait, and a camera helps',
  },
}
const SECONDS_PER = [
  [86_400, { th: 'วัน', en: 'day' }],
  [3600, { th: 'ชั่วโมง', en: 'hour' }],
  [60, { th: 'นาที', en: 'minute' }],
  [1, { th: 'วินาที', en: 'second' }],
] as const

/** What a policy does, for whoever answers for it: every setting in words, in the order in which they matter. */
export function explainPolicy(policy: Policy): readonly PolicyWord[] {
  const { client_name, purpose, max_age_seconds, skew_seconds } = policy
  return [
    word('ผู้ขอ', 'Who asks', client_name),
    word('วัตถุประสงค์', 'Why', purpose),
    ...policy.dcql_query.credentials.map((query) => word('ขอข้อมูล', 'Asks for', claimsIn(query))),
    word('หน่วยงานผู้ออก', 'Of issuers', issuersOf(policy)),
    ...policy.dcql_query.credentials.flatMap(authoritiesOf),
    word('รับการแสดงแบบ', 'Taken', list(policy.presented_by.map((manner) => MANNERS[manner]))),
    word('อายุของการแสดง', 'A presentation may be', {
      th: `ไม่เกิน ${duration(max_age_seconds).th} นาฬิกาต่างกันได้ ${duration(skew_seconds).th}`,
      en: `up to ${duration(max_age_seconds).en} old; clocks may differ by ${duration(skew_seconds).en}`,
    }),
    word('ความใหม่ของข้อมูล', 'Of the data it rests on', freshnessOf(policy)),
    ...(policy.face_check ? [word('ใบหน้า', 'Face', FACE[policy.face_check])] : []),
    ...(policy.name_check
      ? [word('ชื่อ', 'Name', { th: 'เทียบกับบัตรโดยสาร', en: 'compared with the boarding pass' })]
      : []),
    word('เก็บไว้', 'Keeps', retentionOf(policy)),
  ]
}

function claimsIn(query: CredentialQuery): BilingualText {
  const known = knownTypeOf(query)
  const labels = (query.claims ?? []).map(({ path, values }) => {
    const own = path[0] === 'credentialSubject' ? path.slice(1) : path
    const claim = known?.claims.find((candidate) => candidate.path.join('.') === own.join('.'))
    const label = claim?.label ?? { th: own.join('.'), en: own.join('.') }
    const only = values === undefined ? '' : ` = ${values.join(' | ')}`
    return { th: label.th + only, en: label.en + only }
  })
  const name = nameOf(query)
  const claims = labels.length > 0 ? list(labels) : { th: 'ไม่มีข้อมูลที่เลือกเปิดเผยได้', en: 'nothing that can be withheld' }
  return { th: `${name.th}: ${claims.th}`, en: `${name.en}: ${claims.en}` }
}

function knownTypeOf(query: CredentialQuery) {
  const [type] = typesAskedFor(query)
  return credentialTypes.find(({ vct, w3cType }) => vct === type || w3cType === type)
}

function nameOf(query: CredentialQuery): BilingualText {
  const [type = ''] = typesAskedFor(query)
  return knownTypeOf(query)?.name ?? { th: type, en: type }
}

function issuersOf({ issuers = {} }: Policy): BilingualText {
  const named = Object.entries(issuers).map(([type, ids]) => `${type}: ${ids.join(', ')}`)
  if (named.length > 0) return { th: named.join('; '), en: named.join('; ') }
  return { th: 'ทุกหน่วยงานที่ชุดข้อมูลให้ออกเอกสารชนิดนั้น', en: 'every one that the bundle lets issue the type' }
}

function authoritiesOf(query: CredentialQuery): readonly PolicyWord[] {
  const keys = query.trusted_authorities?.flatMap(({ values }) => values)
  if (keys === undefined) return []
  const name = nameOf(query)
  return [
    word('ผู้ออกใบรับรองของหน่วยงาน', 'Certified by', {
      th: `${name.th}: เฉพาะผู้ออกใบรับรองที่มีรหัสกุญแจ ${keys.join(' หรือ ')}`,
      en: `${name.en}: an authority with the key identifier ${keys.join(' or ')}`,
    }),
  ]
}

function freshnessOf({ when_stale, max_data_age_seconds }: Policy): BilingualText {
  const stale =
    when_stale === 'refer'
      ? { th: 'เริ่มเก่า: ส่งให้คนตัดสิน', en: 'stale: left to a person' }
      : { th: 'เริ่มเก่า: รับพร้อมคำเตือน', en: 'stale: accepted with a warning' }
  const limit = max_data_age_seconds === undefined ? undefined : duration(max_data_age_seconds)
  const oldest = limit && { th: `เก่ากว่า ${limit.th}: ไม่ตัดสิน`, en: `older than ${limit.en}: undecided` }
  return list([stale, ...(oldest ? [oldest] : []), { th: 'หมดอายุ: ไม่ตัดสิน', en: 'expired: undecided' }])
}

function retentionOf({ retention }: Policy): BilingualText {
  if (retention === undefined) return { th: 'ไม่เก็บอะไรเลย', en: 'nothing' }
  const claims = retention.claims.map((path) => path.join('.')).join(', ')
  const time = duration(retention.seconds)
  const outcome = claims === '' ? { th: 'เฉพาะผลการตรวจ', en: 'the outcome only' } : { th: claims, en: claims }
  return { th: `${outcome.th} เป็นเวลา ${time.th}`, en: `${outcome.en}, for ${time.en}` }
}

/** In the largest unit that divides it. */
function duration(seconds: number): BilingualText {
  const [size, unit] = SECONDS_PER.find(([each]) => seconds >= each && seconds % each === 0) ?? SECONDS_PER[3]
  const count = seconds / size
  return { th: `${count} ${unit.th}`, en: `${count} ${unit.en}${count === 1 ? '' : 's'}` }
}

function list(texts: readonly BilingualText[]): BilingualText {
  return { th: texts.map(({ th }) => th).join(', '), en: texts.map(({ en }) => en).join(', ') }
}

function word(th: string, en: string, is: BilingualText): PolicyWord {
  return { about: { th, en }, is }
}
