// OpenID4VP 1.0, section 6.1.1: `trusted_authorities`, by the key identifier of an authority.
import { describe, expect, test } from 'vitest'
import { authorityKeyIdentifier, createAuthority } from '../../credential/test/support/certificate-authority.ts'
import { certified } from './support/certified-issuer.ts'
import { type Case, decide, queryOf, requestOf } from './support/gate.ts'

// The same three bytes, in hexadecimal and in base64url.
const [HEX, TEXT] = ['0102fe', 'AQL-']
const LEAF = { extensions: [authorityKeyIdentifier(HEX)] }

type Trusted = readonly { readonly type: string; readonly values: readonly string[] }[]

function asking(of: Case, trusted_authorities: Trusted): Case {
  return { ...of, request: requestOf({ credentials: [{ ...queryOf(), trusted_authorities } as never] }) }
}

describe('an issuer with certificates', () => {
  test.each<readonly [string, Trusted]>([
    ['the one', [{ type: 'aki', values: [TEXT] }]],
    ['one of several values', [{ type: 'aki', values: ['AAAA', TEXT] }]],
    [
      'one of several entries',
      [
        { type: 'openid_federation', values: ['https://a.example'] },
        { type: 'aki', values: [TEXT] },
      ],
    ],
  ])('is accepted where its authority is %s', async (_what, trusted) => {
    expect(await decide(asking(await certified({ leaf: LEAF, statuses: {} }), trusted))).toMatchObject({
      outcome: 'accepted',
    })
  })

  test.each<readonly [string, Trusted]>([
    ['another authority', [{ type: 'aki', values: ['AQL_'] }]],
    ['the identifier in hexadecimal', [{ type: 'aki', values: [HEX] }]],
    ['the identifier, of another kind', [{ type: 'etsi_tl', values: [TEXT] }]],
  ])('is rejected where what is trusted is %s', async (_what, trusted) => {
    expect(await decide(asking(await certified({ leaf: LEAF, statuses: {} }), trusted))).toMatchObject({
      outcome: 'rejected',
      code: 'issuer_not_accepted',
    })
  })

  test('is rejected where its certificate names no authority', async () => {
    const verdict = await decide(asking(await certified({ statuses: {} }), [{ type: 'aki', values: [TEXT] }]))
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'issuer_not_accepted'])
  })
})

describe('an issuer that is found by its DID document', () => {
  const trusted = [{ type: 'aki', values: [TEXT] }]
  const authority = createAuthority()
  const withCertificate = async (authorities: readonly string[]): Promise<Case> => {
    const { der } = await (await authority).certify({ ca: false, ...LEAF })
    const bundle = authorities.length > 0 ? { issuers: [{ certificate_authorities: [...authorities] }] } : {}
    return asking({ issued: { header: { x5c: [der] } }, bundle }, trusted)
  }

  test('is accepted where its certificate leads to an authority of the bundle', async () => {
    expect((await decide(await withCertificate([(await authority).der]))).outcome).toBe('accepted')
  })

  test('is rejected where nobody vouches for what its certificate says', async () => {
    expect((await decide(await withCertificate([]))).code).toBe('issuer_not_accepted')
    const other = (await createAuthority({ subject: 'CN=Other' })).der
    expect((await decide(await withCertificate([other]))).code).toBe('issuer_not_accepted')
  })

  test('is rejected without certificates', async () => {
    expect((await decide(asking({}, trusted))).code).toBe('issuer_not_accepted')
  })
})
