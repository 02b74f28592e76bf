import { describe, expect, test } from 'vitest'
import { ADDRESS, CERTIFICATE_REFUSALS, certified } from './support/certified-issuer.ts'
import { decide } from './support/gate.ts'

describe('an issuer that is found by its certificates', () => {
  test('is trusted as far as its authority reaches: what is missing is the status, not the issuer', async () => {
    const verdict = await decide(await certified())
    expect([verdict.outcome, verdict.code]).toEqual(['undecided', 'status_list_missing'])
    expect(verdict.checks.filter(({ stage }) => stage === 'issuer' || stage === 'signature')).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'passed' },
    ])
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
