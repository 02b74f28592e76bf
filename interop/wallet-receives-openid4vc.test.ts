// Our wallet receives from the issuer side of @openid4vc 0.4.6, which is known by its jwt-vc-issuer metadata alone.
import { finishAuthorization, receiveCredentials, refill, startAuthorization } from '@bai/wallet-agent'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browseTo } from './support/browse-to.ts'
import { OPENID4VC_VCT, startOpenid4vcIssuer } from './support/openid4vc-issuer.ts'
import { CLIENT_ID } from './support/openid4vc-wallet.ts'
import { lastSentTo, openOurWallet } from './support/our-wallet.ts'

const REDIRECT_URI = 'https://wallet.example/callback'

let issuer: Awaited<ReturnType<typeof startOpenid4vcIssuer>>
beforeAll(async () => {
  issuer = await startOpenid4vcIssuer()
})
afterAll(() => issuer.close())

describe('@openid4vc 0.4.6', () => {
  test('gives a batch by pre-authorised code, with a transaction code, under DPoP', async () => {
    const { wallet, sent } = openOurWallet()
    const offer = await issuer.offerByCode('493536')
    const [holding] = await receiveCredentials({ offer, txCode: '493536', copies: 10 }, wallet)
    expect(holding).toMatchObject({ vct: OPENID4VC_VCT, issuer: issuer.url })
    expect(holding?.copies).toHaveLength(6)
    expect(lastSentTo(sent, '/credential').headers.get('authorization')).toMatch(/^DPoP /)
    expect(issuer.events.at(-1)).toBe('credential_accepted')
  })

  test('refuses another transaction code', async () => {
    const offer = await issuer.offerByCode('493536')
    const refused = receiveCredentials({ offer, txCode: '000000' }, openOurWallet().wallet)
    await expect(refused).rejects.toMatchObject({ code: 'issuer_refused', details: { error: 'invalid_grant' } })
  })

  test('gives by authorization code, pushed, with PKCE and DPoP, and more copies by refresh token', async () => {
    const { wallet, sent } = openOurWallet()
    const offer = await issuer.offerToSignIn()
    const { authorizationUrl, pending } = await startAuthorization(
      { offer, clientId: CLIENT_ID, redirectUri: REDIRECT_URI, copies: 2 },
      wallet,
    )
    expect(lastSentTo(sent, '/par').headers.has('dpop')).toBe(true)
    const [holding] = await finishAuthorization(await browseTo(authorizationUrl, REDIRECT_URI), pending, wallet)
    expect(holding?.copies).toHaveLength(2)
    expect((await refill(holding!.id, { copies: 5 }, wallet)).copies).toHaveLength(5)
  })
})
