// Our wallet receives from the issuer of Credo 0.6.3.
import { setTimeout } from 'node:timers/promises'
import { resolveDidJwk } from '@bai/credential'
import {
  fetchDeferred,
  finishAuthorization,
  type Holding,
  receiveCredentials,
  refill,
  startAuthorization,
} from '@bai/wallet-agent'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browseTo } from './support/browse-to.ts'
import { bundleOf } from './support/bundle-of.ts'
import { CREDO_VCT, startCredoIssuer } from './support/credo-issuer.ts'
import { CLIENT_ID, openClaims } from './support/openid4vc-wallet.ts'
import { lastSentTo, openOurWallet } from './support/our-wallet.ts'
import { startSignInServer } from './support/sign-in-server.ts'
import { createWalletProvider } from './support/wallet-provider.ts'

const REDIRECT_URI = 'https://wallet.example/callback'

let signIn: Awaited<ReturnType<typeof startSignInServer>>
let provider: Awaited<ReturnType<typeof createWalletProvider>>
let issuer: Awaited<ReturnType<typeof startCredoIssuer>>
beforeAll(async () => {
  signIn = await startSignInServer()
  provider = await createWalletProvider(CLIENT_ID)
  issuer = await startCredoIssuer(signIn.url, provider.anchor)
})
afterAll(async () => {
  await issuer.close()
  await signIn.close()
})

const openWallet = () => openOurWallet({ issuerAnchors: [issuer.anchor] })
const claimsOf = ({ copies }: Holding) => copies.map(({ credential }) => openClaims(credential))

describe('Credo 0.6 by pre-authorised code', () => {
  const txCode = { input_mode: 'numeric', length: 6 } as const

  test('gives four copies at once, for a transaction code and a token that is bound to a key', async () => {
    const { wallet, sent } = openWallet()
    const made = await issuer.offer({ preAuthorizedCodeFlowConfig: { txCode } })
    const [holding] = await receiveCredentials({ offer: made.offer, txCode: made.txCode, copies: 10 }, wallet)
    expect(holding).toMatchObject({ vct: CREDO_VCT, issuer: issuer.url })
    expect(holding?.copies).toHaveLength(4)
    for (const claims of claimsOf(holding!)) expect(claims).toMatchObject({ iss: issuer.url, level: 3 })
    expect(lastSentTo(sent, '/credential').headers.get('authorization')).toMatch(/^DPoP /)
    expect(await issuer.stateOf(made.sessionId)).toBe('Completed')
  })

  test('refuses another transaction code', async () => {
    const { offer } = await issuer.offer({ preAuthorizedCodeFlowConfig: { txCode } })
    const refused = receiveCredentials({ offer, txCode: '000000' }, openWallet().wallet)
    await expect(refused).rejects.toMatchObject({ code: 'issuer_refused', details: { error: 'invalid_grant' } })
  })

  test('binds to DIDs where it says so, and the wallet knows its keys by them', async () => {
    const { offer } = await issuer.offer({ id: 'member-did', preAuthorizedCodeFlowConfig: {} })
    const [holding] = await receiveCredentials({ offer, copies: 2 }, openWallet().wallet)
    for (const { cnf } of claimsOf(holding!)) expect(cnf).toEqual({ kid: expect.stringMatching(/^did:jwk:.*#0$/) })
  })

  test('owes a credential, and gives it when it is asked again', async () => {
    const { wallet } = openWallet()
    const { offer } = await issuer.offer({ deferred: true, preAuthorizedCodeFlowConfig: {} })
    const [owed] = await receiveCredentials({ offer, copies: 2 }, wallet)
    expect(owed?.deferral).toBeDefined()
    await setTimeout(1_600)
    expect((await fetchDeferred(owed!.id, wallet)).copies).toHaveLength(2)
  })
})

test('Credo 0.6 by authorization code: pushed, with PKCE and DPoP, over another server that signs people in', async () => {
  const { wallet, sent } = openWallet()
  const { offer, sessionId } = await issuer.offer({
    authorizationCodeFlowConfig: { authorizationServerUrl: signIn.url },
    authorization: { requireDpop: true, requireWalletAttestation: false },
  })
  const { authorizationUrl, pending } = await startAuthorization(
    { offer, clientId: CLIENT_ID, redirectUri: REDIRECT_URI, copies: 3 },
    wallet,
  )
  expect(new URL(authorizationUrl).searchParams.get('request_uri')).toMatch(/^urn:ietf:params:oauth:request_uri:/)
  expect(new URLSearchParams(lastSentTo(sent, '/par').body).get('code_challenge_method')).toBe('S256')
  const [holding] = await finishAuthorization(await browseTo(authorizationUrl, REDIRECT_URI), pending, wallet)
  expect(holding?.copies).toHaveLength(3)
  expect(await issuer.stateOf(sessionId)).toBe('Completed')
})

describe('Credo 0.6 wants attestations', () => {
  test('of keys: one proof stands for all of them', async () => {
    const { wallet, sent } = openOurWallet({ issuerAnchors: [issuer.anchor], ...provider.fields })
    const { offer } = await issuer.offer({ id: 'member-attested', preAuthorizedCodeFlowConfig: {} })
    const [holding] = await receiveCredentials({ offer, copies: 3 }, wallet)
    expect(holding?.copies).toHaveLength(3)
    expect(JSON.parse(lastSentTo(sent, '/credential').body).proofs.jwt).toHaveLength(1)
  })

  /** Signs in for a credential with what Credo says of its authorization server, changed. */
  async function signInAttested(changed: object): Promise<readonly Holding[]> {
    const { wallet } = openOurWallet({ issuerAnchors: [issuer.anchor], ...provider.fields })
    const told: typeof fetch = async (input, init) => {
      const response = await wallet.fetch(input, init)
      const isMetadata = String(input).includes('/.well-known/oauth-authorization-server')
      return isMetadata ? Response.json({ ...(await response.json()), ...changed }) : response
    }
    const { offer } = await issuer.offer({
      authorizationCodeFlowConfig: { authorizationServerUrl: signIn.url },
      authorization: { requireDpop: true, requireWalletAttestation: true },
    })
    const dependencies = { ...wallet, fetch: told }
    const input = { offer, clientId: CLIENT_ID, redirectUri: REDIRECT_URI, copies: 2 }
    const { authorizationUrl, pending } = await startAuthorization(input, dependencies)
    return finishAuthorization(await browseTo(authorizationUrl, REDIRECT_URI), pending, dependencies)
  }

  test('of the wallet, and does not say so in its metadata', async () => {
    // RFC 8414, section 2: token_endpoint_auth_methods_supported. Nobody is shown an attestation without asking for it.
    const refused = signInAttested({})
    await expect(refused).rejects.toMatchObject({ code: 'issuer_refused', details: { error: 'invalid_client' } })
  })

  test('of the wallet, and takes it', async () => {
    const [holding] = await signInAttested({ token_endpoint_auth_methods_supported: ['attest_jwt_client_auth'] })
    expect(holding?.copies).toHaveLength(2)
  })
})

describe('whom the wallet believes', () => {
  test('a certificate of nobody it knows is worth nothing', async () => {
    const { offer } = await issuer.offer({ preAuthorizedCodeFlowConfig: {} })
    const { wallet } = openOurWallet()
    await expect(receiveCredentials({ offer }, wallet)).rejects.toMatchObject({ code: 'key_not_found' })
    expect(await wallet.credentials.list()).toEqual([])
  })

  test('a did:jwk is somebody only where the trust bundle says who', async () => {
    const listed = await bundleOf({
      id: issuer.did,
      did_document: resolveDidJwk(issuer.did),
      credential_types: [CREDO_VCT],
    })
    for (const [bundle, code] of [
      [undefined, 'key_not_found'],
      [await bundleOf(), 'issuer_unknown'],
      [listed, undefined],
    ] as const) {
      const { offer } = await issuer.offer({ byDid: true, preAuthorizedCodeFlowConfig: {} })
      const { wallet } = openOurWallet({ openBundle: async () => bundle })
      const received = receiveCredentials({ offer, copies: 1 }, wallet)
      if (code === undefined) expect(await received).toHaveLength(1)
      else await expect(received).rejects.toMatchObject({ code })
    }
  })
})

test('Credo 0.6 takes no refresh token of an offer that is complete', async () => {
  // It looks for sessions that are not complete (accessTokenEndpoint), and so never gives more copies of what it gave.
  const { wallet } = openWallet()
  const { offer } = await issuer.offer({ generateRefreshTokens: true, preAuthorizedCodeFlowConfig: {} })
  const [holding] = await receiveCredentials({ offer, copies: 1 }, wallet)
  expect(holding?.grant).toBeDefined()
  const refused = refill(holding!.id, { copies: 4 }, wallet)
  await expect(refused).rejects.toMatchObject({ code: 'issuer_refused', details: { error: 'invalid_grant' } })
})
