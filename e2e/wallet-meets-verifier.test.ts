// Our wallet and our verifier over real HTTP, in every way in which one can ask and the other answer.
import { createGuardedFetch, issueSdJwt } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import {
  openOnlineRequest,
  planAnswer,
  presentCredentials,
  sendAnswer,
  sendRefusal,
  type WalletDependencies,
} from '@bai/wallet-agent'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CLAIMS, FRAME, issuer, seconds, VCT } from '../packages/verifier/test/support/gate.ts'
import { type OnlineVerifier, startOnlineVerifier } from '../packages/verifier/test/support/start-online-verifier.ts'
import { createMemoryWallet } from '../packages/wallet-agent/test/support/memory-wallet.ts'

let verifier: OnlineVerifier
let wallet: WalletDependencies
beforeEach(async () => {
  verifier = await startOnlineVerifier()
  wallet = {
    ...createMemoryWallet(),
    now: () => new Date(),
    fetch: createGuardedFetch(fetch, { allowLoopbackHttp: true, maxBytes: 1_000_000, timeoutMilliseconds: 10_000 }),
    allowLoopbackHttp: true,
    certificates: { read: readCertificate, verifyPath: verifyCertificatePath },
  }
  await holdCredential()
})
afterEach(() => verifier[Symbol.asyncDispose]())

/** As if it had been received from the issuer that the verifier's bundle trusts. */
async function holdCredential(): Promise<void> {
  const [key] = await wallet.keys.createKeys(1)
  const now = seconds(new Date())
  const times = { iat: now - 86_400, nbf: now - 86_400, exp: now + 86_400 }
  const credential = await issueSdJwt(
    {
      header: { typ: 'dc+sd-jwt', kid: issuer.kid },
      claims: { ...CLAIMS, ...times, cnf: { jwk: { ...key!.publicJwk } } },
      frame: FRAME,
    },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer.signer },
  )
  const copies = [{ keyId: key!.id, credential }]
  const about = { id: 'card', configurationId: 'card', vct: VCT, issuer: issuer.did }
  await wallet.credentials.add([{ ...about, receivedAt: new Date().toISOString(), copies }])
}

test.each([
  ['by reference', {}],
  ['by value', { by_value: true }],
  ['encrypted', { response_mode: 'direct_post.jwt' }],
  ['by a certificate’s hash, encrypted', { client_id_prefix: 'x509_hash', response_mode: 'direct_post.jwt' }],
  ['by a host in a certificate', { client_id_prefix: 'x509_san_dns' }],
  ['unsigned', { client_id_prefix: 'redirect_uri' }],
])('%s', async (_how, body) => {
  const made = await verifier.ask(body)
  const opened = await openOnlineRequest(made.request_uri, wallet)
  expect(opened.clientName).toEqual({ th: 'ประตู', en: 'Gate' })
  const plan = await planAnswer(opened.request, {}, wallet)
  expect(plan.credentials.map(({ disclosed }) => disclosed)).toEqual([[['given_name']]])
  await sendAnswer(opened.request, await presentCredentials(plan, wallet), wallet)
  const { verdict } = (await verifier.call(`/requests/${made.id}`)).body
  expect(verdict).toMatchObject({ outcome: 'accepted', presentedBy: 'online' })
  expect(verdict.credentials[0].claims).toMatchObject({ given_name: 'Anong' })
  expect(verdict.credentials[0].claims).not.toHaveProperty('family_name')
})

test('on the same device the person comes back with the code', async () => {
  const made = await verifier.ask({ redirect_uri: 'https://agency.example/back' })
  const { request } = await openOnlineRequest(made.request_uri, wallet)
  const plan = await planAnswer(request, {}, wallet)
  const { redirectUri } = await sendAnswer(request, await presentCredentials(plan, wallet), wallet)
  const code = new URL(redirectUri ?? '').searchParams.get('response_code')
  expect((await verifier.call(`/requests/${made.id}?response_code=${code}`)).body.verdict.outcome).toBe('accepted')
})

test('who says no shows nothing', async () => {
  const made = await verifier.ask()
  await sendRefusal((await openOnlineRequest(made.request_uri, wallet)).request, wallet)
  expect((await verifier.call(`/requests/${made.id}`)).body).toMatchObject({
    status: 'refused',
    error: 'access_denied',
  })
})
