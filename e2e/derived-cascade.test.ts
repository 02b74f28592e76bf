// What rests on a credential that is revoked at the register is revoked by the agency, from the bundle and without asking.
import { readFile } from 'node:fs/promises'
import { PolicySchema, type Verdict } from '@bai/verifier'
import {
  openOnlineRequest,
  planAnswer,
  planPresentation,
  presentCredentials,
  receiveCredentials,
  sendAnswer,
  type WalletDependencies,
} from '@bai/wallet-agent'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOffer, postJson } from '../packages/issuer/test/support/protocol.ts'
import { NUMBERS } from '../packages/issuer/test/support/register-lines.ts'
import { OPERATOR_TOKEN } from '../packages/issuer/test/support/start-test-issuer.ts'
import { createMemoryWallet } from '../packages/wallet-agent/test/support/memory-wallet.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'
import { type AgencyWorld, startAgency } from './support/start-agency.ts'

let world: AgencyWorld
let head: WalletDependencies
let child: WalletDependencies
/** Types of what was derived, by the derivation: the agency's own addresses. */
const types = new Map<string, string>()
beforeAll(async () => {
  world = await startAgency({
    derivations: ['over-20', 'resident-of-province'],
    portrait: (await readFile(portraitPath('M1_id.jpg'))).toString('base64'),
  })
  head = await walletOf(NUMBERS.head, ['id-card', 'house-registration'])
  child = await walletOf(NUMBERS.child, ['house-registration'])
  await derive('over-20', head)
  await derive('resident-of-province', head)
  await derive('resident-of-province', child)
})
afterAll(() => world?.[Symbol.asyncDispose]())

async function walletOf(citizen: string, configurations: readonly string[]): Promise<WalletDependencies> {
  const wallet = { ...createMemoryWallet(), now: () => new Date() }
  const { answer, txCode } = await makeOffer(world.register, citizen, { types: configurations })
  await receiveCredentials({ offer: answer.body['offer_uri'], txCode }, wallet)
  return wallet
}

async function derive(derivation: string, wallet: WalletDependencies): Promise<void> {
  const made = await fetch(`${world.agency.url}/derivations/${derivation}/requests`, { method: 'POST' })
  const { request_uri: address } = (await made.json()) as { request_uri: string }
  const { request } = await openOnlineRequest(address, wallet)
  const answer = await presentCredentials(await planAnswer(request, {}, wallet), wallet)
  const { redirectUri } = await sendAnswer(request, answer, wallet)
  const [holding] = await receiveCredentials({ offer: redirectUri!, copies: 3 }, wallet)
  types.set(derivation, holding!.vct)
}

const CLAIM = { 'over-20': ['age_equal_or_over', '20'], 'resident-of-province': ['province'] }

/** Shows what was derived to somebody who knows the bundle and nothing else. */
async function verdictOn(derivation: keyof typeof CLAIM, wallet: WalletDependencies, bundle: string): Promise<Verdict> {
  const meta = { vct_values: [types.get(derivation)!] }
  const policy = PolicySchema.parse({
    name: 'anybody',
    client_name: { th: 'ใครก็ได้', en: 'Anybody' },
    purpose: { th: 'ดู', en: 'To see' },
    dcql_query: { credentials: [{ id: 'it', format: 'dc+sd-jwt', meta, claims: [{ path: CLAIM[derivation] }] }] },
  })
  const request = await world.verifier.createRequest(policy)
  const vpToken = await presentCredentials(await planPresentation(request, {}, wallet), wallet)
  return world.verifier.verify({ vpToken, request, bundle, policy, anchors: undefined, now: new Date() })
}

test('without news in the bundle nothing is revoked', async () => {
  await world.publish()
  const bundle = await world.publish()
  expect(await verdictOn('over-20', head, bundle)).toMatchObject({ outcome: 'accepted' })
  expect(world.faults).toEqual([])
})

test('a revoked card takes what was derived of it with it, one publication later, and nothing else', async () => {
  const body = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'lost' }
  expect((await postJson(`${world.register.url}/operator/revocations`, body, OPERATOR_TOKEN)).status).toBe(200)
  // Until the register publishes, nobody can know.
  expect(await verdictOn('over-20', head, await world.publish())).toMatchObject({ outcome: 'accepted' })
  await world.register.publishStatusLists()
  // The bundle that tells the agency of it; what the agency makes of that is in the next.
  await world.publish()
  const bundle = await world.publish()
  expect(await verdictOn('over-20', head, bundle)).toMatchObject({ outcome: 'rejected', code: 'credential_revoked' })
  for (const wallet of [head, child])
    expect(await verdictOn('resident-of-province', wallet, bundle)).toMatchObject({ outcome: 'accepted' })
  expect(world.faults).toEqual([])
})
