import { type CitizenNumber, parseCitizenNumber } from '@bai/credential'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLinkageClient } from '../../src/registry/linkage-client.ts'
import { createLinkageRegister } from '../../src/registry/linkage-register.ts'
import { HOUSES, houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { raw, startLinkageService, status } from '../support/start-linkage-service.ts'

const number = parseCitizenNumber(NUMBERS.head)
const PORTRAIT = '/9j/4AAB'
const wife = { citizen_number: NUMBERS.wife, role: 'resident', status: { code: '0', date: null } }
const dead = { citizen_number: NUMBERS.child, role: 'head', status: { code: '1', date: '25690101' } }

let service: Awaited<ReturnType<typeof startLinkageService>>
let clock: { milliseconds: number; waited: number[] }
beforeEach(async () => {
  service = await startLinkageService([
    houseLine(),
    personLine(wife),
    personLine(dead),
    personLine({ portrait: PORTRAIT }),
  ])
  clock = { milliseconds: 0, waited: [] }
})
afterEach(() => service.close())

function register({ url = service.url, timeoutMilliseconds = 5_000 } = {}) {
  const timer = {
    milliseconds: () => clock.milliseconds,
    wait: async (milliseconds: number) => {
      clock.waited.push(milliseconds)
    },
  }
  const remembered = new Map<string, CitizenNumber>()
  const numbers = {
    remember: async (one: CitizenNumber) => {
      remembered.set(`hash of ${one}`, one)
    },
    find: async (hash: string) => remembered.get(hash),
  }
  const ask = createLinkageClient({ url, token: service.token, fetch, timer, timeoutMilliseconds })
  return createLinkageRegister({ ask, numbers })
}

test('people, houses and households are asked for in the body, with the token', async () => {
  const store = register()
  expect(await store.findByCitizenNumber(number)).toMatchObject({
    citizen_number: NUMBERS.head,
    names: { en: { given: 'Somchai' } },
    portrait: Buffer.from(PORTRAIT, 'base64'),
  })
  expect(await store.findHouse(HOUSES.first)).toMatchObject({ house_code: HOUSES.first, terminated: null })
  expect((await store.membersOf(HOUSES.first)).map((member) => member.citizen_number)).toEqual([
    NUMBERS.head,
    NUMBERS.wife,
  ])
  const authorization = `Bearer ${service.token}`
  expect(service.asked).toEqual([
    { path: '/people/lookup', authorization, body: { citizen_number: NUMBERS.head } },
    { path: '/houses/lookup', authorization, body: { house_code: HOUSES.first } },
    { path: '/houses/members', authorization, body: { house_code: HOUSES.first } },
  ])
})

test('whoever was remembered is found by their hash, and nobody else', async () => {
  const store = register()
  await store.remember(number)
  expect((await store.findPerson(`hash of ${NUMBERS.head}`))?.citizen_number).toBe(NUMBERS.head)
  service.asked.length = 0
  expect(await store.findPerson(`hash of ${NUMBERS.wife}`)).toBeUndefined()
  expect(service.asked).toEqual([])
  // Nobody with this number: there is nothing to remember.
  await store.remember(NUMBERS.grandmother as CitizenNumber)
  expect(await store.findPerson(`hash of ${NUMBERS.grandmother}`)).toBeUndefined()
})

test('nobody, and nowhere, are answers', async () => {
  const store = register()
  expect(await store.findByCitizenNumber(NUMBERS.grandmother as CitizenNumber)).toBeUndefined()
  expect(await store.findHouse(HOUSES.second)).toBeUndefined()
  expect(await store.membersOf(HOUSES.second)).toEqual([])
})

test('a portrait is there, or it is told why not', async () => {
  const store = register()
  const state = async (citizenNumber: string) => (await store.findPortrait(citizenNumber as CitizenNumber)).state
  expect(await Promise.all(Object.values(NUMBERS).map(state))).toEqual([
    'found',
    'portrait_missing',
    'citizen_not_eligible',
    'citizen_unknown',
  ])
})

test.each([503, 500, 502, 429])('a service that answers %i and then is well is asked again', async (code) => {
  service.next.push(status(code), status(code))
  expect(await register().findByCitizenNumber(number)).toBeDefined()
  expect(service.asked).toHaveLength(3)
  expect(clock.waited).toEqual([200, 800])
})

test('a connection that breaks is asked again', async () => {
  service.next.push((response) => response.destroy())
  expect(await register().findByCitizenNumber(number)).toBeDefined()
  expect(service.asked).toHaveLength(2)
})

test('a service that says nothing is unavailable, after three tries', async () => {
  const silent = () => {}
  service.next.push(silent, silent, silent)
  await expect(register({ timeoutMilliseconds: 50 }).findByCitizenNumber(number)).rejects.toMatchObject({
    code: 'register_unavailable',
    details: { reason: 'timeout', retryAfterSeconds: 15 },
  })
  expect(service.asked).toHaveLength(3)
})

test('a service that begins an answer and does not end it is unavailable', async () => {
  const halting = () => (response: { writeHead(code: number): { write(text: string): void } }) =>
    response.writeHead(200).write('{"person":')
  service.next.push(halting(), halting(), halting())
  await expect(register({ timeoutMilliseconds: 50 }).findByCitizenNumber(number)).rejects.toMatchObject({
    code: 'register_unavailable',
    details: { reason: 'timeout' },
  })
})

test.each([401, 403])('a token that is refused with %i is not tried again', async (code) => {
  service.next.push(status(code))
  await expect(register().findByCitizenNumber(number)).rejects.toMatchObject({
    code: 'register_unavailable',
    details: { reason: 'unauthorized' },
  })
  expect(service.asked).toHaveLength(1)
})

test('a redirect is not followed: the number goes nowhere else', async () => {
  const elsewhere = await startLinkageService([personLine()])
  try {
    for (let i = 0; i < 3; i++)
      service.next.push((response) => response.writeHead(307, { location: `${elsewhere.url}/people/lookup` }).end())
    await expect(register().findByCitizenNumber(number)).rejects.toMatchObject({ code: 'register_unavailable' })
    expect(elsewhere.asked).toEqual([])
  } finally {
    await elsewhere.close()
  }
})

const line = (fields: object) => {
  const { kind: _kind, ...record } = JSON.parse(personLine())
  return { person: { ...record, ...fields } }
}
test.each([
  ['no JSON', raw('<html>ลับ</html>'), 'json'],
  ['a member twice', raw('{"person":null,"person":null}'), 'json'],
  ['too much', raw(`{"person":"${'x'.repeat(2_000_001)}"}`), 'too_large'],
  ['not found', status(404), 'status_404'],
  ['no person', {}, 'person'],
  ['a list', [], 'fields'],
  ['another person', line({ citizen_number: NUMBERS.wife }), 'person.citizen_number'],
  ['a wrong check digit', line({ citizen_number: '1999900000006' }), 'person.citizen_number'],
  ['a name of another kind', line({ names: 'Somchai' }), 'person.names'],
  ['a field of its own', line({ ลับ: 'SECRET' }), 'person'],
  ['a kind', line({ kind: 'house' }), 'person'],
  ['a status that is none', line({ status: { code: '77', date: null } }), 'person.status.code'],
  ['a picture that is none', line({ portrait: 'AAAA' }), 'person.portrait'],
])('an answer that is %s is malformed, and told without what it says', async (_what, answer, reason) => {
  service.next.push(answer)
  const error = await register()
    .findByCitizenNumber(number)
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'register_answer_malformed', details: { reason } })
  expect(String(error) + JSON.stringify(error)).not.toMatch(/SECRET|ลับ|Somchai|1999900000/)
  expect((error as Error).cause).toBeUndefined()
  expect(service.asked).toHaveLength(1)
})

test('members of another house, and another house, are malformed', async () => {
  service.next.push({ people: [line({ house_code: HOUSES.second }).person] })
  await expect(register().membersOf(HOUSES.first)).rejects.toMatchObject({ details: { reason: 'people.house_code' } })
  const { kind: _kind, ...house } = JSON.parse(houseLine({ house_code: HOUSES.second }))
  service.next.push({ house })
  await expect(register().findHouse(HOUSES.first)).rejects.toMatchObject({ details: { reason: 'house.house_code' } })
})

test('a service that is down is left alone for a while, and then tried by one question at a time', async () => {
  const store = register()
  const lookup = () =>
    store.findByCitizenNumber(number).then(
      () => 'answered',
      (error) => error.details.reason as string,
    )
  for (let i = 0; i < 9; i++) service.next.push(status(503))
  expect([await lookup(), await lookup(), await lookup()]).toEqual(['status_503', 'status_503', 'status_503'])
  expect(service.asked).toHaveLength(9)
  expect(await lookup()).toBe('circuit_open')
  clock.milliseconds = 14_999
  expect(await lookup()).toBe('circuit_open')
  expect(service.asked).toHaveLength(9)
  clock.milliseconds = 15_000
  for (let i = 0; i < 3; i++) service.next.push(status(503))
  expect(await Promise.all([lookup(), lookup()])).toEqual(['status_503', 'circuit_open'])
  clock.milliseconds = 30_000
  expect(await lookup()).toBe('answered')
  expect(await Promise.all([lookup(), lookup()])).toEqual(['answered', 'answered'])
})
