// A wallet signs its person in at an agency by presenting what the agency derives from, and gets the credential for it.
import { readFile } from 'node:fs/promises'
import { type JsonObject, nationalIdCard } from '@bai/credential'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import {
  finishAuthorization,
  openOnlineRequest,
  planAnswer,
  presentCredentials,
  readClaims,
  receiveCredentials,
  sendAnswer,
  startAuthorization,
  type WalletDependencies,
} from '@bai/wallet-agent'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOffer } from '../packages/issuer/test/support/protocol.ts'
import { NUMBERS } from '../packages/issuer/test/support/register-lines.ts'
import { CLIENT_ID, REDIRECT_URI } from '../packages/issuer/test/support/test-wallet.ts'
import { TestWalletProvider } from '../packages/issuer/test/support/wallet-provider.ts'
import { createMemoryWallet } from '../packages/wallet-agent/test/support/memory-wallet.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'
import { type AgencyWorld, startAgency } from './support/start-agency.ts'

const provider = new TestWalletProvider()
const strict = { haip: true, walletProviders: [provider.trusted] }

/** A wallet that is attested and reads certificates, with an ID card in it. */
async function openWallet(register: AgencyWorld['register']): Promise<WalletDependencies> {
  const wallet: WalletDependencies = {
    ...createMemoryWallet(),
    now: () => new Date(),
    certificates: { read: readCertificate, verifyPath: verifyCertificatePath },
    walletAttestation: async (server) => {
      const { 'oauth-client-attestation': attestation } = await provider.headers(server, new Date())
      return { attestation, signer: provider.instanceKey }
    },
  }
  register.clock.now = new Date()
  const { answer, txCode } = await makeOffer(register, NUMBERS.head)
  await receiveCredentials({ offer: answer.body['offer_uri'], txCode }, wallet)
  return wallet
}

/** An offer that anybody may make: that there is something to be had here, for who signs in. */
function invitation(agency: string): string {
  const offer = {
    credential_issuer: agency,
    credential_configuration_ids: ['over-20'],
    grants: { authorization_code: {} },
  }
  return `openid-credential-offer://?${new URLSearchParams({ credential_offer: JSON.stringify(offer) })}`
}

/** Opens the page in a browser of its own. */
async function openPage(address: string): Promise<{ readonly html: string; readonly cookie: string }> {
  const response = await fetch(address)
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { html: await response.text(), cookie }
}

describe.each([
  ['an agency', {}],
  ['an agency under HAIP 1.0', strict],
])('%s', (_which, configuration) => {
  let world: AgencyWorld
  let wallet: WalletDependencies
  beforeAll(async () => {
    const portrait = (await readFile(portraitPath('M1_id.jpg'))).toString('base64')
    world = await startAgency({ derivations: ['over-20'], portrait, configuration })
    wallet = await openWallet(world.register)
  })
  afterAll(() => world?.[Symbol.asyncDispose]())

  /** @returns where the wallet brings the person */
  async function present(html: string): Promise<string> {
    const address = (/request-uri="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&')
    const { request } = await openOnlineRequest(address, wallet)
    const vpToken = await presentCredentials(await planAnswer(request, {}, wallet), wallet)
    return (await sendAnswer(request, vpToken, wallet)).redirectUri ?? ''
  }

  const start = (offer = invitation(world.agency.url)) =>
    startAuthorization({ offer, clientId: CLIENT_ID, redirectUri: REDIRECT_URI, copies: 2 }, wallet)

  async function claimsOfReceived(location: string, pending: Awaited<ReturnType<typeof start>>['pending']) {
    const [holding] = await finishAuthorization(location, pending, wallet)
    expect(holding?.copies).toHaveLength(2)
    return readClaims(holding!, { platform: wallet.platform, now: wallet.now() })
  }

  test('on one device: presented, back in the browser, code, token, credential', async () => {
    const { authorizationUrl, pending } = await start()
    const { html, cookie } = await openPage(authorizationUrl)
    const back = await fetch(await present(html), { headers: { cookie }, redirect: 'manual' })
    expect(back.status).toBe(303)
    const claims = await claimsOfReceived(back.headers.get('location') ?? '', pending)
    expect(claims).toMatchObject({ age_equal_or_over: { '20': true } })
    const [source] = (claims?.['evidence'] ?? []) as readonly JsonObject[]
    expect(source).toMatchObject({ type: nationalIdCard.vct, level: 'high' })
  })

  test.runIf('haip' in configuration)('presented on its page before: no other presentation is asked for', async () => {
    const offer = await present((await openPage(`${world.agency.url}/derive/over-20?begin=1`)).html)
    const { authorizationUrl, pending } = await start(offer)
    const opened = await fetch(authorizationUrl, { redirect: 'manual' })
    expect(opened.status).toBe(303)
    const claims = await claimsOfReceived(opened.headers.get('location') ?? '', pending)
    expect(claims).toMatchObject({ age_equal_or_over: { '20': true } })
  })

  test('on two devices: the number of the one lets the browser of the other go on', async () => {
    const { authorizationUrl, pending } = await start()
    const { html, cookie } = await openPage(authorizationUrl)
    const shown = await openPage(await present(html))
    const number = /\b(\d{6})</.exec(shown.html)?.[1] ?? ''
    const requestUri = new URL(authorizationUrl).searchParams.get('request_uri') ?? ''
    const sent = await fetch(`${world.agency.url}/authorize/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ request_uri: requestUri, answer: 'agree', number }),
    })
    const claims = await claimsOfReceived(sent.headers.get('location') ?? '', pending)
    expect(claims).toMatchObject({ age_equal_or_over: { '20': true } })
    expect(world.faults).toEqual([])
  })
})
