import { describe, expect, test } from 'vitest'
import { parseTrustList } from '../src/index.ts'

const collected = {
  url: 'https://issuer.example/',
  credential_types: ['urn:a'],
  since: '2026-01-01',
  until: '2026-12-31',
}
const certified = {
  id: 'https://university.example',
  name: { th: 'มหาวิทยาลัย', en: 'University' },
  credential_types: ['urn:b'],
  since: '2026-01-01',
  certificate_authorities: ['-----BEGIN CERTIFICATE-----\nAA\nBB\n-----END CERTIFICATE-----\n'],
}
const verifier = {
  client_id: 'x509_hash:abc',
  name: { th: 'โรงแรม', en: 'Hotel' },
  purpose: { th: 'เข้าพัก', en: 'Check-in' },
  contact: { email: 'privacy@hotel.example', phone: '+6620000000', uri: 'https://hotel.example/erasure' },
  privacy_policy_uri: 'https://hotel.example/privacy',
  claims: [{ vct: 'urn:a', path: ['given_name'] }],
}
const data_protection_authority = {
  name: { th: 'หน่วยงานคุ้มครองข้อมูล', en: 'Data protection authority' },
  uri: 'https://authority.example/report',
}

test('says whom to collect from, whom to trust by certificates, and who may ask', () => {
  const list = parseTrustList(
    JSON.stringify({ issuers: [collected, certified], verifiers: [verifier], data_protection_authority }),
  )
  // 2026-01-01 in Thailand begins seven hours before it does in Greenwich; 2026-12-31 ends as 2027 begins.
  const [since, until] = [Date.UTC(2025, 11, 31, 17) / 1000, Date.UTC(2026, 11, 31, 17) / 1000]
  expect(list.collected).toEqual([{ url: 'https://issuer.example', credentialTypes: ['urn:a'], since, until }])
  expect(list.certified).toEqual([
    { issuer: { ...certified, certificate_authorities: ['AABB'], since }, statusLists: [] },
  ])
  expect(list.verifiers).toEqual([verifier])
  expect(list.dataProtectionAuthority).toEqual(data_protection_authority)
})

test('says of what level an issuer is, where anybody vouches for one', () => {
  const issuers = [
    { ...collected, level: 'high' },
    { ...certified, level: 'substantial' },
  ]
  const list = parseTrustList(JSON.stringify({ issuers }))
  expect(list.collected).toMatchObject([{ level: 'high' }])
  expect(list.certified).toMatchObject([{ issuer: { level: 'substantial' } }])
})

test('names the status lists of an issuer that is found by certificates', () => {
  const status_lists = ['https://university.example/status/1']
  expect(parseTrustList(JSON.stringify({ issuers: [{ ...certified, status_lists }] })).certified).toMatchObject([
    { issuer: { id: certified.id }, statusLists: status_lists },
  ])
})

describe('is refused where it is wrong', () => {
  test.each<readonly [string, unknown, string]>([
    ['nobody to trust', { issuers: [] }, 'issuers'],
    ['an issuer that is neither', { issuers: [{ url: 'hello' }] }, 'issuers.0.url'],
    ['a level that is none', { issuers: [{ ...collected, level: 'highest' }] }, 'issuers.0.level'],
    ['a day that is none', { issuers: [{ ...collected, until: '2026-02-30' }] }, 'issuers.0.until'],
    [
      'a verifier that may ask for anything',
      { issuers: [collected], verifiers: [{ ...verifier, claims: null }] },
      'verifiers.0.claims',
    ],
    [
      'a status list without an address',
      { issuers: [{ ...certified, status_lists: ['hello'] }] },
      'issuers.0.status_lists.0',
    ],
    [
      'a verifier whom nobody can reach',
      { issuers: [collected], verifiers: [{ ...verifier, contact: {} }] },
      'verifiers.0.contact',
    ],
    [
      'a number that not every telephone dials',
      { issuers: [collected], verifiers: [{ ...verifier, contact: { phone: '02 000 0000' } }] },
      'verifiers.0.contact.phone',
    ],
    [
      'an authority without an address',
      { issuers: [collected], data_protection_authority: { ...data_protection_authority, uri: 'http://a.example' } },
      'data_protection_authority.uri',
    ],
    ['a member nobody knows', { issuers: [collected], extra: 1 }, ''],
  ])('%s', (_what, list, field) => {
    expect(() => parseTrustList(JSON.stringify(list))).toThrowError(
      expect.objectContaining({ code: 'trust_list_malformed', details: { field } }),
    )
  })

  test('no JSON', () => {
    expect(() => parseTrustList('{')).toThrowError(expect.objectContaining({ code: 'trust_list_malformed' }))
  })
})
