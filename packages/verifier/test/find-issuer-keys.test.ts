import { nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { createAuthority } from '../../credential/test/support/certificate-authority.ts'
import { ADDRESS, CERTIFICATE_REFUSALS, certified } from './support/certified-issuer.ts'
import { decide } from './support/gate.ts'
import { createIssuer } from './support/parties.ts'

describe('an issuer that is found by its certificates', () => {
  test('is trusted as far as its authority reaches: what is missing is the status, not the issuer', async () => {
    const verdict = await decide(await certified())
    expect([verdict.outcome, verdict.code]).toEqual(['undecided', 'status_list_missing'])
    expect(verdict.checks.filter(({ stage }) => stage === 'issuer' || stage === 'signature')).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'passed' },
    ])
  })

  test('is accepted when a list of its own says nothing else, and rejected when that revokes it', async () => {
    expect((await decide(await certified({ statuses: {} }))).outcome).toBe('accepted')
    const revoked = await decide(await certified({ statuses: { 5: 1 } }))
    expect([revoked.outcome, revoked.code]).toEqual(['rejected', 'credential_revoked'])
  })

  test('may leave iss out: the leaf says who it is (SD-JWT VC, section 2.5)', async () => {
    const of = await certified()
    const verdict = await decide({ ...of, issued: { ...of.issued, claims: { iss: undefined } } })
    expect(verdict.code).toBe('status_list_missing')
  })

  test('may be named by its host', async () => {
    const verdict = await decide(await certified({ leaf: { names: [{ type: 'dns', value: new URL(ADDRESS).host }] } }))
    expect(verdict.code).toBe('status_list_missing')
  })

  test.each(CERTIFICATE_REFUSALS.map((refusal) => [refusal.name, refusal] as const))(
    'is refused with %s',
    async (_name, { of, code }) => {
      const verdict = await decide(await of())
      expect([verdict.outcome, verdict.code]).toEqual(['rejected', code])
    },
  )
})

describe('an issuer that is trusted for development', () => {
  const stranger = createIssuer('did:web:stranger.example')

  test('by its key is accepted with a warning, whatever it issues, with or without a status', async () => {
    const trustedForDevelopment = {
      keys: [await nodePlatform.importKey(stranger.signer.publicJwk)],
      certificates: [],
    }
    for (const status of [undefined, { status_list: { uri: 'https://stranger.example/1', idx: 1 } }]) {
      const claims = { iss: 'https://stranger.example', status }
      const verdict = await decide({ trustedForDevelopment, issued: { by: stranger, claims } })
      expect(verdict.outcome).toBe('accepted')
      const warnings = verdict.checks.filter(({ outcome }) => outcome === 'warning').map(({ code }) => code)
      expect(warnings).toEqual(['issuer_for_development', 'status_unknown_for_development'])
    }
  })

  test('by an authority is accepted by the certificates in its header', async () => {
    const authority = createAuthority()
    const trustedForDevelopment = { keys: [], certificates: [(await authority).der] }
    const of = await certified({ by: authority, iss: 'https://elsewhere.example' })
    expect((await decide({ ...of, bundle: {}, trustedForDevelopment })).outcome).toBe('accepted')
    const other = await certified({ by: createAuthority({ subject: 'CN=Other' }), iss: 'https://elsewhere.example' })
    expect((await decide({ ...other, bundle: {}, trustedForDevelopment })).code).toBe('issuer_not_trusted')
  })

  test('signs with its own key, and no other is taken for it', async () => {
    const trustedForDevelopment = {
      keys: [await nodePlatform.importKey(stranger.signer.publicJwk)],
      certificates: [],
    }
    const verdict = await decide({
      trustedForDevelopment,
      issued: { by: createIssuer('did:web:a.example'), claims: { iss: 'did:web:a.example' } },
    })
    expect([verdict.outcome, verdict.code]).toEqual(['rejected', 'signature_invalid'])
  })

  test('does not stand in for one that the bundle knows', async () => {
    const trustedForDevelopment = { keys: [], certificates: [] }
    const verdict = await decide({ trustedForDevelopment, bundle: { statuses: { 5: 1 } } })
    expect(verdict.code).toBe('credential_revoked')
  })
})
