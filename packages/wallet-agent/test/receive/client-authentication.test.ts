import { parseJsonObject, parseJws } from '@bai/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { postJson } from '../../../issuer/test/support/protocol.ts'
import { NUMBERS } from '../../../issuer/test/support/register-lines.ts'
import { OPERATOR_TOKEN } from '../../../issuer/test/support/start-test-issuer.ts'
import { CLIENT_ID, REDIRECT_URI, signIn } from '../../../issuer/test/support/test-wallet.ts'
import { TestWalletProvider } from '../../../issuer/test/support/wallet-provider.ts'
import {
  finishAuthorization,
  receiveCredentials,
  refill,
  startAuthorization,
  type WalletDependencies,
} from '../../src/index.ts'
import { type Issuing, offerOf, startIssuing, type WatchedWallet } from '../support/start-issuing.ts'

const PERSON = { citizen_number: NUMBERS.head, birth_date: '25230314' }
const provider = new TestWalletProvider()
let issuing: Issuing
let watched: WatchedWallet
beforeAll(async () => {
  issuing = await startIssuing({ haip: true, walletProviders: [provider.trusted] })
})
afterAll(() => issuing.issuer.close())
beforeEach(() => {
  watched = issuing.open()
})

/** Attests the wallet, to the server that it is for. */
function attestedBy(by: TestWalletProvider, asked: string[] = []): WalletDependencies {
  const walletAttestation = async (server: string) => {
    asked.push(server)
    const headers = await by.headers(server, issuing.issuer.clock.now)
    return { attestation: headers['oauth-client-attestation'], signer: by.instanceKey }
  }
  return { ...watched.wallet, walletAttestation }
}

async function start(wallet: WalletDependencies) {
  const { body } = await postJson(
    `${issuing.issuer.url}/operator/offers`,
    { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'a test' },
    OPERATOR_TOKEN,
  )
  const input = { offer: body['offer_uri'], clientId: CLIENT_ID, redirectUri: REDIRECT_URI, copies: 2 }
  return startAuthorization(input, wallet)
}

const popsSentTo = (path: string) =>
  watched.wire.sent
    .filter((request) => request.path === path)
    .map(({ headers }) => parseJws(headers.get('oauth-client-attestation-pop') ?? ''))

describe('an issuer that wants HAIP 1.0', () => {
  test('gives to a wallet that is attested, and more when it comes again', async () => {
    const asked: string[] = []
    const wallet = attestedBy(provider, asked)
    const { authorizationUrl, pending } = await start(wallet)
    const { location } = await signIn(authorizationUrl, PERSON)
    const [holding] = await finishAuthorization(location!.href, pending, wallet)
    expect(holding?.copies).toHaveLength(2)
    expect((await refill(holding!.id, { copies: 4 }, wallet)).copies).toHaveLength(4)
    expect(new Set(asked)).toEqual(new Set([issuing.issuer.url]))
  })

  test('gets a proof for each request, of the attested key, for itself', async () => {
    const wallet = attestedBy(provider)
    const { authorizationUrl, pending } = await start(wallet)
    const { location } = await signIn(authorizationUrl, PERSON)
    await finishAuthorization(location!.href, pending, wallet)
    const pops = [...popsSentTo('/par'), ...popsSentTo('/token')]
    const iat = Math.floor(issuing.issuer.clock.now.getTime() / 1000)
    for (const { header, payload } of pops) {
      expect(header).toEqual({ alg: 'ES256', typ: 'oauth-client-attestation-pop+jwt' })
      expect(parseJsonObject(payload, 'proof')).toMatchObject({ iss: CLIENT_ID, aud: issuing.issuer.url, iat })
    }
    const jtis = pops.map(({ payload }) => parseJsonObject(payload, 'proof')['jti'])
    expect(jtis.length).toBeGreaterThanOrEqual(2)
    expect(new Set(jtis).size).toBe(jtis.length)
    // Nobody else needs to see it.
    for (const { path, headers } of watched.wire.sent)
      expect([path, headers.has('oauth-client-attestation')]).toEqual([path, path === '/par' || path === '/token'])
  })

  test.each([
    ['a wallet that nobody attests', () => watched.wallet],
    ['the attestation of a provider that it does not know', () => attestedBy(new TestWalletProvider())],
    [
      'an attestation that is for another key',
      () => {
        const { walletAttestation, ...wallet } = attestedBy(provider)
        const signer = new TestWalletProvider().instanceKey
        return { ...wallet, walletAttestation: async (to: string) => ({ ...(await walletAttestation!(to)), signer }) }
      },
    ],
  ])('refuses %s, and no key is left', async (_what, open) => {
    const refused = start(open())
    await expect(refused).rejects.toMatchObject({ code: 'issuer_refused', details: { error: 'invalid_client' } })
    expect(watched.keys.size).toBe(0)
  })
})

test('an issuer that does not ask for an attestation does not get one', async () => {
  const open = await startIssuing()
  const { wallet, wire } = open.open()
  const walletAttestation = () => Promise.reject(new TypeError('Nobody asks for it.'))
  await receiveCredentials({ offer: await offerOf(open.issuer), copies: 1 }, { ...wallet, walletAttestation })
  expect(wire.sent.some(({ headers }) => headers.has('oauth-client-attestation'))).toBe(false)
  await open.issuer.close()
})
