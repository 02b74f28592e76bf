import { readFile } from 'node:fs/promises'
import { citizenNumberCheckDigit } from '@bai/credential'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CompareFaces, IssuerError } from '../../src/index.ts'
import { askAsAgency, makeAgencyKey, makePicture } from '../support/agency.ts'
import { type Answer, call } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

type Operation = {
  readonly requestBody?: object
  readonly responses: Record<string, { content: { 'application/json': { schema: any } } }>
}

const VERIFY = '/v1/face-verifications'
const COMPARE = '/v1/face-comparisons'
const PICTURE = makePicture('the head of the house')
const OTHER = makePicture('somebody else')
const BROKEN = makePicture('broken in the register')
const UNKNOWN = `199990000009${citizenNumberCheckDigit('199990000009')}`
const COMMON = { purpose: 'account_opening', consent_reference: 'consent-0001' }
const BODIES = {
  [VERIFY]: { ...COMMON, citizen_number: NUMBERS.head, image: PICTURE },
  [COMPARE]: { ...COMMON, first_image: PICTURE, second_image: OTHER },
}

let issuer: TestIssuer
let description: { readonly paths: Record<string, Record<string, Operation>> }
let ajv: Ajv2020
let failing: Error | undefined
let held: Promise<void> | undefined
let begun = 0
/** Every answer to a documented request, as `path status code`. */
const seen = new Set<string>()

const compareFaces: CompareFaces = async (first, second) => {
  begun += 1
  await held
  if (failing !== undefined) throw failing
  if (Buffer.from(first).toString('base64') === BROKEN)
    if (Buffer.from(second).toString('base64') !== BROKEN)
      throw new IssuerError('picture_unusable', 'No face.', { picture: 'first', reason: 'face_not_found' })
  return sameBytes(first, second)
}

beforeAll(async () => {
  const resident = { role: 'resident' }
  issuer = await startTestIssuer(
    [
      houseLine(),
      personLine({ portrait: PICTURE }),
      personLine({ ...resident, citizen_number: NUMBERS.wife, status: { code: '1', date: null } }),
      personLine({ ...resident, citizen_number: NUMBERS.child, portrait: BROKEN }),
      personLine({ ...resident, citizen_number: NUMBERS.grandmother }),
    ],
    { compareFaces, faceRequestsAtOnce: 2, faceRequestsAtOncePerAgency: 1 },
  )
  description = (await call(`${issuer.url}/v1/openapi.json`)).body as never
  ajv = new Ajv2020({ strict: false })
  ajv.addSchema(description as never, 'openapi')
})
afterAll(() => issuer?.close())

const pointer = (...names: string[]) =>
  `openapi#/${names.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
const errorsOf = (schema: string, value: unknown) => {
  const validate = ajv.compile({ $ref: schema })
  return validate(value) ? [] : validate.errors
}

/** Asks, and checks that what comes is what the description says. */
async function ask(path: string, key: string, fields: object = {}, headers: Record<string, string> = {}) {
  const body = { ...BODIES[path as keyof typeof BODIES], ...fields }
  const answer = await askAsAgency(issuer, key, { path, headers, body })
  check(path, answer)
  const request = errorsOf(pointer('paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema'), body)
  if (!['request_malformed', 'body_too_large'].includes(answer.body['code'])) expect(request).toEqual([])
  return answer
}

function check(path: string, { status, body, headers }: Answer): void {
  const response = ['paths', path, 'post', 'responses', String(status)]
  expect(description.paths[path]!['post']!.responses).toHaveProperty(String(status))
  expect(errorsOf(pointer(...response, 'content', 'application/json', 'schema'), body)).toEqual([])
  expect(headers.get('content-type')).toMatch(/^application\/json/)
  if (body['details']?.retryAfterSeconds !== undefined) expect(headers.get('retry-after')).toMatch(/^\d+$/)
  seen.add(`${path} ${status} ${body['code'] ?? ''}`.trim())
}

test('the description is the file of the package, and describes just the routes that there are', async () => {
  const file = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8')
  expect(description).toEqual(JSON.parse(file))
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const method of Object.keys(operations)) {
      expect((await call(`${issuer.url}${path}`, { method })).status).not.toBe(404)
    }
  }
})

test.each([VERIFY, COMPARE])('%s: what holds for both endpoints', async (path) => {
  const { key } = await makeAgencyKey(issuer)
  const once = { 'idempotency-key': `for-the-description-of-${path.slice(4)}` }
  expect((await ask(path, key, {}, once)).status).toBe(200)
  expect((await ask(path, key, {}, once)).headers.get('idempotency-replayed')).toBe('true')
  await ask(path, key, { purpose: 'something_else' }, once)
  await ask(path, key, { consent_reference: '1999900000005-consent' })
  await ask(path, key, path === COMPARE ? { second_image: '' } : { image: '' })
  const [picture] = Object.keys(BODIES[path as keyof typeof BODIES]).filter((name) => name.endsWith('image'))
  expect((await ask(path, key, { [picture!]: 'A'.repeat(6_000_000) })).status).toBe(413)
  await ask(path, 'bai_nothing')
  await ask(path, (await makeAgencyKey(issuer, { scopes: ['register:existence'] })).key)
  const { key: scarce } = await makeAgencyKey(issuer, { quota_per_day: 1, rate_per_minute: 2 })
  for (let i = 0; i < 3; i++) await ask(path, scarce)
  failing = new Error('on purpose')
  await ask(path, key)
  failing = undefined
  let release: () => void = () => {}
  held = new Promise((resolve) => {
    release = resolve
  })
  const before = begun
  const slow = ask(path, key, {}, { 'idempotency-key': `a-slow-one-${path.slice(4)}` })
  while (begun === before) await new Promise((resolve) => setTimeout(resolve, 5))
  await ask(path, key)
  release()
  held = undefined
  await slow
})

test.each([VERIFY, COMPARE])('%s: a key in use', async (path) => {
  const { id, key } = await makeAgencyKey(issuer)
  // As a process leaves it that died in the middle.
  const once = { 'idempotency-key': `abandoned-${path.slice(4)}` }
  await ask(path, key, {}, once)
  await issuer.db.updateTable('idempotency').set({ answer: null }).where('agency_key_id', '=', id).execute()
  expect((await ask(path, key, {}, once)).status).toBe(409)
})

test('what only verifications answer', async () => {
  const { key } = await makeAgencyKey(issuer, { scopes: ['faces:verify', 'register:existence'] })
  for (const citizen_number of [UNKNOWN, NUMBERS.wife, NUMBERS.child, NUMBERS.grandmother]) {
    await ask(VERIFY, key, { citizen_number, image: OTHER })
  }
  for (let i = 0; i < 6; i++) await ask(VERIFY, key)
})

test('every status and code of the description was answered, and all are codes of the issuer', async () => {
  const documented = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations['post']?.responses ?? {}).flatMap(([status, { content }]) => {
      const codes: string[] = content['application/json'].schema.allOf?.[1].properties.code.enum ?? ['']
      return codes.map((code) => `${path} ${status} ${code}`.trim())
    }),
  )
  expect([...seen].sort()).toEqual(documented.sort())
  const source = await readFile(new URL('../../src/errors.ts', import.meta.url), 'utf8')
  for (const code of documented.flatMap((line) => line.split(' ')[2] ?? [])) expect(source).toContain(`  ${code}: `)
})
