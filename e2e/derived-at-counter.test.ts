// Somebody without a phone at an agency's counter: staff check the documents, and what is given is printed.
import { readFile } from 'node:fs/promises'
import { type JsonObject, nationalIdCard, openBundle } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { type Policy, PolicySchema, standingRequest, type Verdict, verifyPresentation } from '@bai/verifier'
import { type Holding, type LoggedWallet, printOnPaper, receiveCredentials } from '@bai/wallet-agent'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postJson } from '../packages/issuer/test/support/protocol.ts'
import { NUMBERS } from '../packages/issuer/test/support/register-lines.ts'
import { createMemoryWallet } from '../packages/wallet-agent/test/support/memory-wallet.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'
import { type AgencyWorld, startAgency } from './support/start-agency.ts'

const RECORDS = `citizen_number,student_number,faculty.th,faculty.en,status
${NUMBERS.head},6512345678,วิศวกรรมศาสตร์,Engineering,enrolled
`
let world: AgencyWorld
let portrait: string
beforeAll(async () => {
  portrait = (await readFile(portraitPath('M1_id.jpg'))).toString('base64')
  world = await startAgency({ derivations: ['over-20', 'student'], portrait, records: RECORDS })
})
afterAll(() => world?.[Symbol.asyncDispose]())

const checkedOf = (number: string): JsonObject => ({
  id_card: {
    personal_administrative_number: number,
    name_th: { title: 'นาย', given_name: 'สมชาย', family_name: 'ใจดี' },
    portrait,
  },
})

function atCounter(derivation: string, checked: JsonObject, token = world.agency.operatorToken!) {
  const body = { checked, reason: 'ID card seen, face compared' }
  return postJson(`${world.agency.url}/operator/derivations/${derivation}/offers`, body, token)
}

async function verdictOnPaper(wallet: LoggedWallet, offer: string): Promise<Verdict> {
  const [holding] = await receiveCredentials({ offer, copies: 1 }, wallet)
  return verdictOn(holding!, wallet)
}

async function verdictOn(holding: Holding, wallet: LoggedWallet): Promise<Verdict> {
  const message = await printOnPaper(holding, [['student_number'], ['portrait']], wallet)
  const policy: Policy = PolicySchema.parse({
    name: 'library',
    client_name: { th: 'ห้องสมุด', en: 'Library' },
    purpose: { th: 'เข้าห้องสมุด', en: 'To let you in' },
    presented_by: ['printed'],
    face_check: 'staff',
    dcql_query: {
      credentials: [
        {
          id: 'student',
          format: 'dc+sd-jwt',
          meta: { vct_values: [holding.vct] },
          claims: [{ path: ['student_number'] }, { path: ['portrait'] }],
        },
      ],
    },
  })
  const request = standingRequest(policy, 'printed')
  const bundle = await openBundle(await world.publish(), { anchors: world.anchors }, nodePlatform)
  return verifyPresentation(
    message.kind === 'printed' && [message.presentation],
    { request, policy, bundle, now: new Date() },
    nodePlatform,
  )
}

test('what staff have seen takes the place of a presentation, and the credential says so; paper is accepted, and revoked by number', async () => {
  const made = await atCounter('student', checkedOf(NUMBERS.head))
  expect(made.status).toBe(201)
  const wallet = createMemoryWallet()
  const accepted = await verdictOnPaper(wallet, String(made.body['offer_uri']))
  expect(accepted).toMatchObject({ outcome: 'accepted', presentedBy: 'printed' })
  expect(accepted.credentials[0]?.claims).toMatchObject({ student_number: '6512345678' })
  const [rests] = accepted.credentials[0]?.restsOn ?? []
  expect(rests).toMatchObject({
    type: nationalIdCard.vct,
    level: 'high',
    issuer: { name: { en: 'University (test)' } },
  })
  const revocation = { citizen_number: NUMBERS.head, reason: 'left the university' }
  await postJson(`${world.agency.url}/operator/revocations`, revocation, world.agency.operatorToken!)
  const [holding] = await wallet.credentials.list()
  expect(await verdictOn(holding!, wallet)).toMatchObject({ outcome: 'rejected', code: 'credential_revoked' })
})

test('a derivation that does not allow it, and one that does not exist', async () => {
  const checked = { id_card: { age_equal_or_over: { '20': true }, portrait } }
  expect(await atCounter('over-20', checked)).toMatchObject({ status: 403, body: { error: 'counter_not_allowed' } })
  expect(await atCounter('another', checked)).toMatchObject({ status: 404, body: { error: 'derivation_unknown' } })
})

test('what is missing, what is nobody in the books, and who is nobody to ask', async () => {
  const { portrait: _, ...withoutPortrait } = checkedOf(NUMBERS.head)['id_card'] as JsonObject
  expect(await atCounter('student', { id_card: withoutPortrait })).toMatchObject({
    status: 403,
    body: { error: 'derivation_refused', details: { reason: 'not_shown' } },
  })
  expect(await atCounter('student', checkedOf(NUMBERS.child))).toMatchObject({
    status: 403,
    body: { error: 'record_missing' },
  })
  expect((await atCounter('student', checkedOf(NUMBERS.head), 'nobody')).status).toBe(401)
  expect(world.faults).toEqual([])
})
