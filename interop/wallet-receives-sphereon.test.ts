// Our wallet receives from the issuer of Sphereon 0.20.1, by pre-authorised code: it has no authorization endpoint.
import { receiveCredentials } from '@bai/wallet-agent'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lastSentTo, openOurWallet } from './support/our-wallet.ts'
import { SPHEREON_VCT, startSphereonIssuer } from './support/sphereon-issuer.ts'

let issuer: Awaited<ReturnType<typeof startSphereonIssuer>>
beforeAll(async () => {
  issuer = await startSphereonIssuer()
})
afterAll(() => issuer.close())

describe('Sphereon 0.20', () => {
  test('gives a credential for a transaction code and a token that is bound to a key', async () => {
    const { wallet, sent } = openOurWallet()
    const [holding] = await receiveCredentials({ ...(await issuer.offer(6)), copies: 1 }, wallet)
    expect(holding).toMatchObject({ vct: SPHEREON_VCT, issuer: issuer.url })
    expect(lastSentTo(sent, '/credential').headers.get('authorization')).toMatch(/^DPoP /)
  })

  test('looks at the first proof of a batch alone: three keys are proven, and the wallet keeps the one that is used', async () => {
    // validateCredentialRequestProof ends with the first that is good; OpenID4VCI 1.0, section 8.2 has one for each.
    const { wallet, sent } = openOurWallet()
    const [holding] = await receiveCredentials({ ...(await issuer.offer()), copies: 3 }, wallet)
    expect(JSON.parse(lastSentTo(sent, '/credential').body).proofs.jwt).toHaveLength(3)
    expect(holding?.copies).toHaveLength(1)
  })

  test('refuses an offer without its transaction code', async () => {
    const { offer } = await issuer.offer(6)
    const refused = receiveCredentials({ offer, txCode: '' }, openOurWallet().wallet)
    await expect(refused).rejects.toMatchObject({ code: 'issuer_refused' })
  })
})
