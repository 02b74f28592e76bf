import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { parseCitizenNumber } from '@bai/credential'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkRecordFields } from '../../src/derivation/check-record-fields.ts'
import { createRecordKey } from '../../src/derivation/create-record-key.ts'
import { csvAgencyRecords } from '../../src/derivation/csv-agency-records.ts'
import { httpAgencyRecords } from '../../src/derivation/http-agency-records.ts'
import { exampleDerivation } from './example-derivations.ts'

const keyOf = createRecordKey(new Uint8Array(32).fill(1))
const [FIRST, SECOND] = [parseCitizenNumber('1999900000005'), parseCitizenNumber('1999900000013')]
const HEADER = 'citizen_number,student_number,status,faculty.th,faculty.en'
const CSV = `${HEADER}\n${FIRST},650001,enrolled,วิทยาศาสตร์,Science\n${SECOND},650002,left,,\n`

describe('the key of a record', () => {
  it('depends on the key and on the number, and shows neither', () => {
    // printf bai:agency-record:1999900000005 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101…01 -binary | basenc --base64url
    expect(keyOf(FIRST)).toBe('HwEplIcd_uVFxAERgpN5G5fjhO4vhym4p0QCvrjNs1M')
    expect(createRecordKey(new Uint8Array(32).fill(2))(FIRST)).not.toBe(keyOf(FIRST))
    expect(() => createRecordKey(new Uint8Array(31))).toThrow(TypeError)
  })
})

describe('records in a file', () => {
  it('are found by the hash, and have no number left in them', async () => {
    const records = csvAgencyRecords(CSV, keyOf)
    expect(await records.find(keyOf(FIRST))).toEqual({
      student_number: '650001',
      status: 'enrolled',
      faculty: { th: 'วิทยาศาสตร์', en: 'Science' },
    })
    expect(await records.find(keyOf(SECOND))).toEqual({ student_number: '650002', status: 'left' })
    expect(await records.find(FIRST)).toBeUndefined()
    expect([...records.fields]).toEqual(['student_number', 'status', 'faculty.th', 'faculty.en'])
  })

  it.each([
    ['an empty file', '', 1, ''],
    ['a header alone', HEADER, 1, ''],
    ['no number', 'student_number,status\n650001,enrolled', 2, 'citizen_number'],
    ['a mistyped number', `${CSV}1999900000006,1,left,,`, 4, 'citizen_number'],
    ['a number twice', `${CSV}${FIRST},1,left,,`, 4, 'citizen_number'],
    ['a field too long', `${CSV}1999900000021,${'1'.repeat(121)},left,,`, 4, 'student_number'],
    ['a cell too few', `${CSV}1999900000021,1`, 4, ''],
  ])('are refused by line: %s', (_, csv, line, path) => {
    expect(() => csvAgencyRecords(csv, keyOf)).toThrow(
      expect.objectContaining({
        code: 'agency_records_malformed',
        details: { count: 1, problems: [{ line, path, expected: expect.any(String) }] },
      }),
    )
  })

  it('are refused without a value in what is said', () => {
    const said = () =>
      csvAgencyRecords(`${HEADER}\n1999900000006,marked-value\n1999900000006,marked-value,a,b,c`, keyOf)
    expect(said).toThrow(expect.not.objectContaining({ message: expect.stringMatching(/marked|19999/) }))
  })

  it('have the fields that a derivation reads, or it is told before anybody comes', () => {
    expect(() => checkRecordFields(exampleDerivation('student'), csvAgencyRecords(CSV, keyOf).fields)).not.toThrow()
    expect(() => checkRecordFields(exampleDerivation('student'), new Set(['status', 'faculty.th']))).toThrow(
      expect.objectContaining({ details: { field: 'claims.2.from.value.record', reason: expect.any(String) } }),
    )
  })
})

describe('records behind a service', () => {
  let asked: { path: string | undefined; authorization: string | undefined; body: unknown }[]
  let answer: { status: number; body: string }
  let server: ReturnType<typeof createServer>
  let url: string
  beforeEach(async () => {
    asked = []
    answer = { status: 200, body: '{"record":null}' }
    server = createServer(async (request, response) => {
      const { url: path, headers } = request
      asked.push({ path, authorization: headers.authorization, body: JSON.parse(await text(request)) })
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())))

  function records(at = url) {
    const timer = { milliseconds: () => 0, wait: async () => {} }
    return httpAgencyRecords({ url: at, token: 'token-of-the-agency', fetch, timer, timeoutMilliseconds: 5_000 })
  }

  it('are asked for by the hash in the body, with the token', async () => {
    answer.body = '{"record":{"status":"enrolled"}}'
    expect(await records().find(keyOf(FIRST))).toEqual({ status: 'enrolled' })
    const authorization = 'Bearer token-of-the-agency'
    expect(asked).toEqual([{ path: '/records/lookup', authorization, body: { key: keyOf(FIRST) } }])
  })

  it('may have none of a person', async () => {
    expect(await records().find(keyOf(FIRST))).toBeUndefined()
  })

  it.each([
    ['agency_records_unavailable', 503, '{}'],
    ['agency_records_unavailable', 401, '{}'],
    ['agency_records_answer_malformed', 404, '{}'],
    ['agency_records_answer_malformed', 200, '{"record":[]}'],
    ['agency_records_answer_malformed', 200, '{"record":null,"more":1}'],
    ['agency_records_answer_malformed', 200, 'hello'],
    ['agency_records_answer_malformed', 200, `{"record":{"a":"${'x'.repeat(2_000_000)}"}}`],
  ])('end as %s for %i', async (code, status, body) => {
    answer = { status, body }
    await expect(records().find(keyOf(FIRST))).rejects.toMatchObject({ code })
  })

  it('that are down are told as such, and when to come back', async () => {
    await expect(records('http://127.0.0.1:9').find(keyOf(FIRST))).rejects.toMatchObject({
      code: 'agency_records_unavailable',
      details: { reason: 'unreachable', retryAfterSeconds: 15 },
    })
  })

  it.each(['http://agency.example', 'https://agency.example/?a=1', 'ftp://127.0.0.1'])(
    'are not asked at %s',
    (unsafe) => {
      expect(() => records(unsafe)).toThrow(expect.objectContaining({ code: 'configuration_malformed' }))
    },
  )
})
