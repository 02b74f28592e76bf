// Marked values go in everywhere a person or a secret can; then log, refusals and database are searched for the marks.
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { citizenNumberCheckDigit, signJws } from '@bai/credential'
import { generateNodeSigner } from '@bai/credential/node'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from '../../node/open-log.ts'
import { makePicture } from '../support/agency.ts'
import { begin, filmFor, sendPictures } from '../support/enrol.ts'
import {
  type Answer,
  call,
  freshNonce,
  makeOffer,
  makeProof,
  postForm,
  postJson,
  redeem,
  requestCredential,
} from '../support/protocol.ts'
import { eventLine, houseLine, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, sameBytes, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-marks-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Something unusual with a core that is nowhere else. */
type Mark = (name: string) => string

function marker(strange: string) {
  const cores = new Map<string, string>()
  const mark: Mark = (name) => {
    const core = cores.get(name) ?? `zq${randomBytes(8).toString('hex')}`
    cores.set(name, core)
    return `${strange}${core}`
  }
  return { mark, cores }
}

function number(serial: number): string {
  const first = `19999${String(serial).padStart(7, '0')}`
  return first + citizenNumberCheckDigit(first)
}

function registerOf(mark: Mark, numbers: readonly string[], portrait: string): readonly string[] {
  const text = (name: string) => ({ th: mark(`${name} th`), en: mark(`${name} en`) })
  const place = (name: string, code: string) => ({ code, ...text(name) })
  const house = houseLine({
    address: {
      house_number: text('house number'),
      road: text('road'),
      subdistrict: place('subdistrict', '102802'),
      district: place('district', '1028'),
      province: place('province', '10'),
    },
    registration_office: text('registration office'),
  })
  const names = (of: string) => ({
    title: mark(`title ${of}`),
    given: mark(`given ${of}`),
    middle: mark(`middle ${of}`),
    family: mark(`family ${of}`),
  })
  const people = numbers.map((citizen_number, i) =>
    personLine({
      citizen_number,
      role: i === 0 ? 'head' : 'resident',
      laser_code: `JT0-${citizen_number.slice(5, 12)}-77`,
      names: { th: names('th'), en: names('en') },
      father_name: mark('father'),
      mother_name: mark('mother'),
      portrait,
    }),
  )
  return [house, ...people]
}

/** Names that try to get out of whatever quotes them, as far as the register takes them. */
const strange = fc.constantFrom('', 'ขฺวัญ', "O'", 'é', '{"a":', '\\', '%s', '$1', '☃', '<b>')

test('no mark is in the log, in a refusal or, where it was not imported, in the database', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(strange, fc.integer({ min: 1, max: 999_000 }), async (prefix, serial) => {
      const { mark, cores } = marker(prefix)
      const numbers = [number(serial), number(serial + 1)]
      const path = join(folder, `${randomBytes(6).toString('hex')}.log`)
      const descriptor = openSync(path, 'w')
      const log = openLog({ level: 'trace', descriptor })
      const portrait = makePicture(mark('portrait'))
      const issuer = await startTestIssuer(registerOf(mark, numbers, portrait), {
        requestLog: log.request,
        report: log.fault,
        compareFaces: async (first, second) => {
          if (Buffer.from(second).includes('break')) throw Object.assign(new Error(mark('matcher')), { code: 'XX' })
          const compared = await sameBytes(first, second)
          return compared.decision === 'match' || !Buffer.from(second).includes('doubt')
            ? compared
            : { ...compared, decision: 'review' }
        },
      })
      try {
        const { answers, secrets } = await wholeProtocol(issuer, mark, numbers, portrait)
        const refusals = answers.filter(({ status }) => status >= 400)
        expect(refusals.length).toBeGreaterThan(25)
        const told = JSON.stringify(refusals.map(({ body, headers }) => [body, [...headers]]))
        const logged = readFileSync(path, 'utf8')
        // A search that finds nothing means something only where there is something to search.
        expect(logged.split('\n').length).toBeGreaterThan(50)
        for (const code of ['server_error', 'tx_code_wrong', 'nonce_invalid']) expect(logged).toContain(code)
        const personal = [...cores.values(), ...numbers, ...numbers.map((text) => `JT0-${text.slice(5, 12)}-77`)]
        const everything = [...personal, ...secrets]
        const namesOf = (found: readonly string[]) =>
          found.map((value) => [...cores].find(([, core]) => core === value)?.[0] ?? value)
        expect(namesOf(everything.filter((value) => logged.includes(value)))).toEqual([])
        expect(namesOf(everything.filter((value) => told.includes(value)))).toEqual([])
        const tables = await contentOf(issuer)
        expect(tables).toContain(cores.get('given th'))
        const neverKept = ['selfie', 'film', 'wrong laser code', 'malformed', 'proof', 'agency picture', 'matcher']
        const kept = [...neverKept.map((name) => cores.get(name)!), ...secrets].filter((value) =>
          tables.includes(value),
        )
        expect(kept).toEqual([])
        expect(neverKept.every((name) => cores.has(name))).toBe(true)
      } finally {
        await issuer.close()
        closeSync(descriptor)
      }
    }),
    { numRuns: 4 },
  )
})

/** Everything that a wallet, a citizen and an operator can do, well and badly. @returns all answers, and all that is secret */
async function wholeProtocol(
  issuer: TestIssuer,
  mark: Mark,
  [head = '', other = '']: readonly string[],
  portrait: string,
) {
  const answers: Answer[] = []
  const secrets: string[] = [OPERATOR_TOKEN]
  const note = async (answer: Promise<Answer>) => {
    answers.push(await answer)
    return answer
  }
  const post = (path: string, body: unknown, token?: string) => note(postJson(issuer.url + path, body, token))

  // Enrolments: approved, refused by factor, by face, failed, under review, and with a matcher that breaks.
  const factors = (citizen: string) => ({ citizen_number: citizen, laser_code: `JT0-${citizen.slice(5, 12)}-77` })
  const attempt = async (fields: Record<string, unknown>, pictures: Record<string, unknown>) => {
    await issuer.db.deleteFrom('attempt').execute()
    const begun = await note(begin(issuer, fields))
    secrets.push(begun.body['enrolment_secret'])
    const film = filmFor(begun.body['challenge'].nonce, mark('film'))
    return note(sendPictures(issuer, begun, { frames: film, ...pictures }))
  }
  const approved = await attempt(factors(head), { selfie: portrait })
  expect(approved.body['outcome']).toBe('approved')
  await attempt({ ...factors(head), birth_date: '25000101' }, { selfie: portrait })
  await attempt(factors(head), { selfie: makePicture(mark('selfie')) })
  await attempt(factors(head), {
    selfie: portrait,
    frames: [0, 250, 500].map((at) => ({ at, image: makePicture(mark('film')) })),
  })
  await attempt(factors(head), { selfie: makePicture(`break ${mark('selfie')} `) })
  const review = await attempt(factors(other), { selfie: makePicture(`doubt ${mark('selfie')} `) })
  expect(review.body['outcome']).toBe('review')
  await post(
    `/operator/enrolments/${review.body['enrolment_id']}/decision`,
    { decision: 'refuse', reason: 'looked at' },
    OPERATOR_TOKEN,
  )
  for (const body of [
    { ...factors(head), laser_code: mark('wrong laser code') },
    { ...factors(head), citizen_number: mark('malformed') },
    { [mark('malformed')]: 1 },
  ])
    await note(begin(issuer, body))

  // Offers and tokens.
  const { answer: offered, code, txCode } = await makeOffer(issuer, head)
  secrets.push(code, offered.body['offer_uri'])
  await note(redeem(issuer, { 'pre-authorized_code': code, tx_code: txCode === '000000' ? '000001' : '000000' }))
  await note(redeem(issuer, { 'pre-authorized_code': code }))
  await note(redeem(issuer, { 'pre-authorized_code': mark('malformed'), tx_code: '123456' }))
  const redeemed = await note(redeem(issuer, { 'pre-authorized_code': code, tx_code: txCode }))
  const token = redeemed.body['access_token'] as string
  secrets.push(token)
  await note(redeem(issuer, { 'pre-authorized_code': code, tx_code: txCode }))
  await note(postForm(`${issuer.url}/token`, { grant_type: mark('malformed') }))
  await note(postForm(`${issuer.url}/token`, { grant_type: 'refresh_token', refresh_token: mark('malformed') }))
  await note(
    postForm(`${issuer.url}/par`, {
      client_id: mark('malformed'),
      response_type: 'code',
      redirect_uri: mark('malformed'),
    }),
  )
  await note(call(`${issuer.url}/credential-offers/${encodeURIComponent(mark('malformed'))}`))

  // Proofs, good and bad; a credential, its notification, and its holder's revocation.
  const signer = generateNodeSigner()
  const nonce = await freshNonce(issuer)
  secrets.push(nonce)
  const credential = (jwt: readonly string[], more = {}) =>
    note(requestCredential(issuer, token, { proofs: { jwt }, ...more }))
  await credential([mark('proof')])
  await credential([await makeProof(issuer, nonce, signer, { kid: mark('proof') })])
  await credential([await makeProof(issuer, nonce, signer, {}, { aud: mark('proof') })])
  await credential([await makeProof(issuer, mark('proof'), signer)])
  await credential([await makeProof(issuer, nonce, signer)], { credential_configuration_id: mark('malformed') })
  const issued = await credential([await makeProof(issuer, nonce, signer)])
  expect(issued.status).toBe(200)
  secrets.push(issued.body['credentials'][0].credential)
  await credential([await makeProof(issuer, nonce, signer)])
  await post('/credential', { proofs: { jwt: [] } }, encodeURIComponent(mark('malformed')))
  await post('/credential', `{"${mark('malformed')}"`, token)
  await post('/notification', { notification_id: issued.body['notification_id'], event: 'credential_accepted' }, token)
  await post('/notification', { notification_id: mark('malformed'), event: 'credential_accepted' }, token)
  await post('/notification', { notification_id: 'a', event: mark('malformed') }, token)
  const revocation = await signJws(
    { typ: 'bai-revocation+jwt', jwk: signer.publicJwk },
    { aud: issuer.url, iat: Math.floor(issuer.clock.now.getTime() / 1000), nonce: await freshNonce(issuer) },
    signer,
  )
  await post('/revocations', { proof: mark('proof') })
  await post('/revocations', { proof: revocation })

  // An agency, the operator, the register.
  const { body: agency } = await post(
    '/operator/agency-keys',
    { agency: 'Bank', scopes: ['faces:verify'] },
    OPERATOR_TOKEN,
  )
  secrets.push(agency['key'])
  const verification = { citizen_number: head, purpose: 'account_opening', consent_reference: 'consent-0001' }
  await post('/v1/face-verifications', { ...verification, image: makePicture(mark('agency picture')) }, agency['key'])
  await post(
    '/v1/face-verifications',
    { ...verification, image: makePicture(`break ${mark('agency picture')}`) },
    agency['key'],
  )
  await post('/v1/face-verifications', { ...verification, image: mark('agency picture') }, agency['key'])
  await post(
    '/operator/offers',
    { citizen_number: mark('malformed'), types: ['id-card'], reason: 'a test' },
    OPERATOR_TOKEN,
  )
  await post('/operator/revocations', { citizen_number: head, types: ['id-card'], reason: 'a test' }, OPERATOR_TOKEN)
  await post('/operator/revocations', {}, encodeURIComponent(mark('malformed')))
  const register = (path: string, line: string) => {
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/jsonl' }
    return note(call(issuer.url + path, { method: 'POST', headers, body: `${line}\n` }))
  }
  const renamed = { th: { title: 'นาย', given: mark('new given'), family: mark('new family') }, en: null }
  const event = { citizen_number: head, type: 'name_change', names: renamed }
  expect((await register('/operator/life-events', eventLine(event))).status).toBe(200)
  await register('/operator/life-events', eventLine({ ...event, type: mark('malformed') }))
  await register('/operator/register', personLine({ citizen_number: mark('malformed') }))
  await register('/operator/register', `{"${mark('malformed')}"`)

  // A database that fails quotes what it was given: query, parameters, the row in its way.
  const { code: last, txCode: lastTx } = await makeOffer(issuer, other)
  const lastToken = (await note(redeem(issuer, { 'pre-authorized_code': last, tx_code: lastTx }))).body['access_token']
  secrets.push(last, lastToken)
  const lastNonce = await freshNonce(issuer)
  await issuer.db.schema.alterTable('issuance').renameTo('issuance_away').execute()
  const failed = await note(
    requestCredential(issuer, lastToken, { proofs: { jwt: [await makeProof(issuer, lastNonce)] } }),
  )
  expect(failed.status).toBe(500)
  await issuer.db.schema.alterTable('issuance_away').renameTo('issuance').execute()
  await issuer.db.schema.alterTable('person').renameTo('person_away').execute()
  const names = { th: { ...renamed.th, given: mark('lost given') }, en: null }
  const lost = await register('/operator/register', personLine({ citizen_number: other, role: 'resident', names }))
  expect(lost.status).toBe(500)
  await issuer.db.schema.alterTable('person_away').renameTo('person').execute()
  return { answers, secrets }
}

/** Every value of every table, bytes too. */
async function contentOf(issuer: TestIssuer): Promise<string> {
  // By name, so that a table of tomorrow is searched too.
  const db: any = issuer.db
  const content: string[] = []
  for (const { name } of await issuer.db.introspection.getTables()) {
    for (const row of (await db.selectFrom(name).selectAll().execute()) as object[])
      for (const value of Object.values(row))
        content.push(value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value))
  }
  return content.join('\n')
}
