// How the log is told to people: names of claims, spans of time, and links that open nothing but what they say.
import { describe, expect, test } from 'vitest'
import { claimNameAmong, claimNames } from '../../pwa/claim-names.ts'
import { contactLinks } from '../../pwa/contact-links.ts'
import { exportHistory } from '../../pwa/export-history.ts'
import { formatSpan, formatTimeOfDay } from '../../pwa/format-span.ts'
import { HISTORY_KINDS, type HistoryEntry } from '../../src/index.ts'

const CARD = 'urn:bai:th:id-card:1'

describe('claims are called', () => {
  test.each([
    ['by their labels, in the order of the type', ['family_name', 'given_name'], ['Given name', 'Family name']],
    ['by what is in them, not by the way to it', ['address', 'address.province'], ['Province']],
    ['by digits, where these are a name', ['age_equal_or_over.20'], ['Aged 20 or over']],
    ['by their own name where the type has none', ['something_else'], ['something_else']],
  ])('%s', (_what, claims, names) => {
    expect(claimNames({ vct: CARD, claims }, undefined, 'en')).toEqual(names)
  })

  test('once, however many people in a house they are of', () => {
    const claims = ['members', 'members.0', 'members.0.birthdate', 'members.2', 'members.2.birthdate']
    expect(claimNames({ vct: 'urn:bai:th:house-registration:1', claims }, undefined, 'en')).toHaveLength(1)
  })

  test('by the type among several that knows them', () => {
    const credentials = ['urn:example:other:1', CARD].map((vct) => ({ vct, claims: [] }))
    expect(claimNameAmong({ credentials }, ['given_name'], 'en')).toBe('Given name')
    expect(claimNameAmong({ credentials }, ['unknown'], 'en')).toBe('unknown')
  })
})

describe('a letter goes', () => {
  const letter = { subject: 'A & B', body: 'one\ntwo? 100 %' }

  test('by mail as it was written, to the address and no other', () => {
    const [link] = contactLinks({ email: 'a?cc=b@x.example' }, letter)
    const { pathname, searchParams } = new URL(link!.href)
    expect(decodeURIComponent(pathname)).toBe('a?cc=b@x.example')
    expect([...searchParams]).toEqual([
      ['subject', 'A & B'],
      ['body', 'one\r\ntwo? 100 %'],
    ])
  })

  test.each([
    [{ phone: '+6620000000' }, 'tel:+6620000000'],
    [{ uri: 'https://x.example/erasure' }, 'https://x.example/erasure'],
    [{ uri: 'javascript:alert(1)' }, undefined],
    [{ uri: 'http://x.example' }, undefined],
    [{ phone: '1;ext=2' }, undefined],
    [undefined, undefined],
  ])('for %j to %s', (contact, href) => {
    expect(contactLinks(contact, letter)[0]?.href).toBe(href)
  })
})

test.each([
  [31_536_000, '1 year', '1 ปี'],
  [30 * 86_400, '30 days', '30 วัน'],
  [3_600, '1 hour', '1 ชั่วโมง'],
  [90, '90 seconds', '90 วินาที'],
])('%i seconds are %s', (seconds, en, th) => {
  expect([formatSpan(seconds, 'en'), formatSpan(seconds, 'th')]).toEqual([en, th])
})

test('the time of day is that of Thailand', () => {
  expect(formatTimeOfDay(new Date('2026-11-30T17:05:00Z'), 'th')).toBe('00:05 น.')
})

test('the file of the log has what people read, and the entry as it is', () => {
  const entry: HistoryEntry = {
    id: 'a',
    at: '2026-11-29T18:00:00.000Z',
    kind: 'presented',
    party: { id: 'did:x', name: { th: 'โรงแรม', en: 'Hotel' }, registered: true },
    credentials: [{ vct: CARD, claims: ['given_name'] }],
    delivered: true,
  }
  const kinds = Object.fromEntries(HISTORY_KINDS.map((kind) => [kind, `what: ${kind}`])) as never
  const now = new Date('2026-11-30T09:00:00.000Z')
  const file = exportHistory([entry], { language: 'en', bundle: undefined, kinds, now })
  expect(file).toMatchObject({ name: 'bai-history-2026-11-30.json', type: 'application/json' })
  expect(JSON.parse(file.text)).toEqual({
    exported_at: '2026-11-30T09:00:00.000Z',
    entries: [
      {
        id: 'a',
        at: '2026-11-29T18:00:00.000Z',
        moment: '30 Nov 2026 01:00',
        kind: 'presented',
        what: 'what: presented',
        party: { id: 'did:x', name: 'Hotel', registered: true },
        credentials: [{ type: CARD, name: 'National ID card', claims: ['Given name'] }],
        delivered: true,
      },
    ],
  })
})
