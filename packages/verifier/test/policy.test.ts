import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { credentialTypes } from '@bai/credential'
import { describe, expect, test } from 'vitest'
import { explainPolicy, type Policy, PolicySchema, parsePolicy, retain, type Verdict } from '../src/index.ts'
import { decide, later, NOW, queryOf, requestOf } from './support/gate.ts'

const folder = fileURLToPath(new URL('../policies', import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'policy.schema.json')
const shipped = (name: string) => parsePolicy(readFileSync(`${folder}/${name}`, 'utf8'))

const base = {
  name: 'gate',
  client_name: { th: 'ประตู', en: 'Gate' },
  purpose: { th: 'ทดสอบ', en: 'Test' },
  dcql_query: { credentials: [queryOf([['given_name']])] },
}

const trusting = (type: string, value: string) => ({
  dcql_query: { credentials: [{ ...queryOf([['given_name']]), trusted_authorities: [{ type, values: [value] }] }] },
})

describe('the policies that ship', () => {
  test('are the four of the checkpoints', () => {
    expect(files.sort()).toEqual([
      'age-20.json',
      'agency-counter.json',
      'airport-checkpoint.json',
      'hotel-check-in.json',
    ])
  })

  test.each(files)('%s is good, named like its file, and asks for claims that its types have', (file) => {
    const policy = shipped(file)
    expect(`${policy.name}.json`).toBe(file)
    for (const query of policy.dcql_query.credentials) {
      if (query.format !== 'dc+sd-jwt') throw new Error('the shipped policies ask for SD-JWT VCs')
      const type = credentialTypes.find(({ vct }) => query.meta.vct_values.includes(vct))
      const known = type?.claims.map(({ path }) => path.join('.'))
      for (const { path } of query.claims ?? []) expect(known).toContain(path.join('.'))
    }
  })

  test('at the airport: the name on the boarding pass, the face, the card and until when it is good', () => {
    const [query] = shipped('airport-checkpoint.json').dcql_query.credentials
    expect(query?.claims?.map(({ path }) => path.join('.'))).toEqual([
      'given_name',
      'family_name',
      'portrait',
      'document_number',
      'date_of_expiry',
    ])
  })

  test('for somebody’s age, nothing but a yes is taken', () => {
    expect(shipped('age-20.json').dcql_query.credentials[0]?.claims).toEqual([
      { path: ['age_equal_or_over', '20'], values: [true] },
    ])
  })
})

describe('a policy that contradicts itself is refused where it does', () => {
  test.each<readonly [string, object, string]>([
    ['one scan without a class', { presented_by: ['one-scan'] }, 'verifier_class'],
    ['paper without a face', { presented_by: ['printed'] }, 'face_check'],
    ['a face without a portrait', { face_check: 'staff' }, 'face_check'],
    ['a boarding pass without a family name', { name_check: 'boarding-pass' }, 'name_check'],
    ['keeping what is not asked for', { retention: { claims: [['birthdate']], seconds: 60 } }, 'retention'],
    ['issuers of a type that is not asked for', { issuers: { 'urn:other': ['did:web:a'] } }, 'issuers'],
    ['no way to present', { presented_by: [] }, 'presented_by'],
    ['authorities of a kind that is not checked', trusting('etsi_tl', 'https://a.example'), 'dcql_query'],
    ['a key identifier with colons', trusting('aki', '01:02:FE'), 'dcql_query'],
    ['a name with a space', { name: 'my gate' }, 'name'],
    ['a purpose in one language', { purpose: { en: 'Test' } }, 'purpose.th'],
    ['a page about privacy without https', { privacy_policy_uri: 'http://a.example' }, 'privacy_policy_uri'],
    ['a member that nobody knows', { colour: 'red' }, ''],
  ])('%s', (_what, change, field) => {
    expect(() => parsePolicy(JSON.stringify({ ...base, ...change }))).toThrowError(
      expect.objectContaining({ code: 'policy_malformed', details: { field } }),
    )
  })

  test.each([
    ['no JSON', '{'],
    ['the same member twice', '{"name":"a","name":"b"}'],
    ['a megabyte', `"${'x'.repeat(1_000_000)}"`],
    ['a list', '[]'],
  ])('%s', (_what, text) => {
    expect(() => parsePolicy(text)).toThrowError(expect.objectContaining({ code: 'policy_malformed' }))
  })

  test('left alone, it takes answers to requests only and keeps nothing', () => {
    expect(parsePolicy(JSON.stringify(base))).toMatchObject({
      presented_by: ['online', 'two-scan'],
      max_age_seconds: 300,
      skew_seconds: 60,
      when_stale: 'accept_with_warning',
    })
  })
})

describe('in words', () => {
  const words = (policy: Policy) => new Map(explainPolicy(policy).map(({ about, is }) => [about.en, is]))

  test('the airport’s', () => {
    const said = words(shipped('airport-checkpoint.json'))
    expect(said.get('Asks for')).toEqual({
      th: 'บัตรประจำตัวประชาชน: ชื่อภาษาอังกฤษ, นามสกุลภาษาอังกฤษ, รูปถ่าย, เลขที่บัตร, วันบัตรหมดอายุ',
      en: 'National ID card: Given name, Family name, Portrait, Card number, Date of expiry',
    })
    expect(said.get('A presentation may be')?.en).toBe('up to 5 minutes old; clocks may differ by 1 minute')
    expect(said.get('Of the data it rests on')?.en).toContain('older than 3 days: undecided')
    expect(said.get('Keeps')).toEqual({ th: 'ไม่เก็บอะไรเลย', en: 'nothing' })
  })

  test('of a type that is not ours, by its name and paths', () => {
    const policy = PolicySchema.parse({ ...base, dcql_query: { credentials: [queryOf([['address', 'road']])] } })
    expect(words(policy).get('Asks for')?.en).toBe('urn:example:card:1: address.road')
  })

  test('whose issuers are certified by whom', () => {
    expect(words(PolicySchema.parse({ ...base, ...trusting('aki', 'AQL-') })).get('Certified by')).toEqual({
      th: 'urn:example:card:1: เฉพาะผู้ออกใบรับรองที่มีรหัสกุญแจ AQL-',
      en: 'urn:example:card:1: an authority with the key identifier AQL-',
    })
    expect(words(PolicySchema.parse(base)).has('Certified by')).toBe(false)
  })

  test('values are said, and what is kept and for how long', () => {
    const retention = { claims: [['given_name']], seconds: 7200 }
    const claims = [{ path: ['given_name'], values: ['Anong'] }]
    const policy = PolicySchema.parse({
      ...base,
      dcql_query: { credentials: [{ ...queryOf([]), claims }] },
      retention,
      issuers: { 'urn:example:card:1': ['did:web:a.example'] },
    })
    const said = words(policy)
    expect(said.get('Asks for')?.en).toBe('urn:example:card:1: given_name = Anong')
    expect(said.get('Keeps')?.en).toBe('given_name, for 2 hours')
    expect(said.get('Of issuers')?.en).toBe('urn:example:card:1: did:web:a.example')
  })
})

describe('what is kept', () => {
  const verdict = (): Promise<Verdict> =>
    decide({
      request: requestOf({ credentials: [queryOf([['given_name'], ['birthdate'], ['address', 'road']])] }),
      presented: { disclose: ['given_name', 'birthdate', 'address', 'road'] },
    })
  const keeping = (claims: string[][]) =>
    PolicySchema.parse({
      ...base,
      dcql_query: { credentials: [queryOf([['given_name'], ['birthdate'], ['address']])] },
      retention: { claims, seconds: 60 },
    })

  test('is nothing, where the policy says nothing', async () => {
    expect(retain(await verdict(), PolicySchema.parse(base), NOW)).toBeUndefined()
  })

  test('is what the policy names, until when it says, and not a byte of the credential', async () => {
    const record = retain(await verdict(), keeping([['given_name'], ['address', 'road']]), NOW)
    expect(record).toEqual({
      policy: 'gate',
      decidedAt: NOW,
      until: later(60),
      outcome: 'accepted',
      code: 'accepted',
      claims: { given_name: 'Anong', 'address.road': 'Sathon' },
    })
  })

  test('of a refusal is that it was one', async () => {
    const refused = await decide({ bundle: { statuses: { 5: 1 } } })
    expect(retain(refused, keeping([['given_name']]), NOW)).toMatchObject({ outcome: 'rejected', claims: {} })
  })
})
