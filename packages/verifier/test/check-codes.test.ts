import { describe, expect, test } from 'vitest'
import { PASSED } from '../src/check-codes.ts'
import { CHECK_CODES, type CheckCode, STAGES } from '../src/index.ts'
import { CERTIFICATE_REFUSALS } from './support/certified-issuer.ts'
import { CREDENTIAL_REFUSALS } from './support/credential-refusals.ts'
import { MANNER_REFUSALS } from './support/manner-refusals.ts'
import { PRESENTATION_REFUSALS } from './support/presentation-refusals.ts'

const codes = Object.keys(CHECK_CODES) as readonly CheckCode[]
const THAI = /\p{Script=Thai}/u

/** Codes of the kernel that no presentation leads to, each with its reason. */
const UNREACHABLE: Readonly<Partial<Record<CheckCode, string>>> = {
  accepted: 'it is no refusal',
  address_refused: 'nothing is fetched',
  address_unreachable: 'nothing is fetched',
  dcql_malformed: 'the request was opened before',
  request_malformed: 'the request was opened before',
  receipt_malformed: 'receipts are for wallets',
  receipt_mismatch: 'receipts are for wallets',
  bundle_unavailable: 'nothing is fetched',
  bundle_malformed: 'the bundle was opened before',
  bundle_rolled_back: 'the bundle was opened before',
  qr_malformed: 'codes are read before',
  qr_version_unsupported: 'codes are read before',
  qr_certificate_unknown: 'codes are read before',
  status_list_malformed: 'lists are read when the bundle is opened',
  status_list_subject_mismatch: 'lists are found by their subject',
  did_malformed: 'DIDs of issuers are looked up, and one of a holder is key_binding_key_missing',
  issuer_for_development: 'it warns, and refuses nothing: see find-issuer-keys.test.ts',
  status_unknown_for_development: 'it warns, and refuses nothing: see find-issuer-keys.test.ts',
  holder_unasked: 'it warns, and refuses nothing: see manners.test.ts',
  holder_not_proven: 'it warns, and refuses nothing: see manners.test.ts',
}

test('every code is reached by a case, or it is said why it cannot be', () => {
  const reached = [...CREDENTIAL_REFUSALS, ...PRESENTATION_REFUSALS, ...MANNER_REFUSALS, ...CERTIFICATE_REFUSALS].map(
    ({ code }) => code,
  )
  expect([...new Set([...reached, ...Object.keys(UNREACHABLE)])].sort()).toEqual([...codes].sort())
  expect(reached.filter((code) => code in UNREACHABLE)).toEqual([])
})

describe('what staff read', () => {
  const messages = [...codes.map((code) => [code, CHECK_CODES[code].message] as const), ...Object.entries(PASSED)]

  test.each(messages)('%s is said in Thai and in English, briefly', (_code, { th, en }) => {
    expect(th).toMatch(THAI)
    expect(en).toMatch(/^[\x20-\x7e]+[.!]$/)
    expect(en).not.toMatch(THAI)
    expect(Math.max(th.length, en.length)).toBeLessThan(100)
  })

  test('one English sentence has one Thai sentence', () => {
    const thai = new Map<string, Set<string>>()
    for (const [, { th, en }] of messages) thai.set(en, (thai.get(en) ?? new Set()).add(th))
    expect([...thai.values()].filter((translations) => translations.size > 1)).toEqual([])
  })

  test('every stage has a sentence for having passed, and every code a stage', () => {
    expect(Object.keys(PASSED)).toEqual([...STAGES])
    for (const code of codes) expect(STAGES).toContain(CHECK_CODES[code].stage)
  })
})
