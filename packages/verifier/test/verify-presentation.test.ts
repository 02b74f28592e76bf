import { encodeDidKey } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { STAGES, verifyPresentation } from '../src/index.ts'
import { CREDENTIAL_REFUSALS } from './support/credential-refusals.ts'
import {
  bundleOf,
  decide,
  holder,
  issuer,
  later,
  NOW,
  POLICY,
  presentationOf,
  requestOf,
  seconds,
  VCT,
} from './support/gate.ts'
import { PRESENTATION_REFUSALS } from './support/presentation-refusals.ts'

describe('a good presentation', () => {
  test('is accepted, with every stage passed, in order', async () => {
    const verdict = await decide()
    expect(verdict).toMatchObject({ outcome: 'accepted', code: 'accepted' })
    expect(verdict.checks.map(({ stage, outcome }) => [stage, outcome])).toEqual(
      STAGES.map((stage) => [stage, 'passed']),
    )
    expect(verdict.checks.slice(0, -1).every(({ queryId }) => queryId === 'card')).toBe(true)
  })

  test('shows who issued what, and how old the data is that it rests on', async () => {
    const verdict = await decide()
    expect(verdict.credentials).toEqual([
      {
        queryId: 'card',
        vct: VCT,
        issuer: { id: issuer.did, name: { th: 'ผู้ออก', en: 'Issuer' } },
        claims: { given_name: 'Anong', country: 'TH', members: [] },
      },
    ])
    expect(verdict.bundle).toEqual({ sequence: 7, issuedAt: NOW, nextAt: later(86_400), expiresAt: later(3 * 86_400) })
    const dated = verdict.checks.filter(({ dataAsOf }) => dataAsOf !== undefined).map(({ stage }) => stage)
    expect(dated).toEqual(['issuer', 'status', 'freshness'])
  })

  test('shows nothing of the credential itself: no key, status, time, type or subject', async () => {
    const [seen] = (await decide()).credentials
    for (const claim of ['iss', 'sub', 'iat', 'nbf', 'exp', 'cnf', 'status', 'vct', 'vct#integrity', '_sd', '_sd_alg'])
      expect(seen?.claims).not.toHaveProperty([claim])
  })

  test('may be bound to a did:key, without a network', async () => {
    const did = encodeDidKey(holder.publicJwk)
    const verdict = await decide({ issued: { claims: { cnf: { kid: `${did}#${did.slice('did:key:'.length)}` } } } })
    expect(verdict.outcome).toBe('accepted')
  })

  test('leads to the same verdict every time', async () => {
    const context = { request: requestOf(), bundle: await bundleOf(), policy: POLICY, now: NOW }
    const answer = { card: [await presentationOf()] }
    const [first, second] = [
      await verifyPresentation(answer, context, nodePlatform),
      await verifyPresentation(structuredClone(answer), context, nodePlatform),
    ]
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
  })
})

describe('a derived credential', () => {
  const given = { type: VCT, issuer: issuer.did, level: 'high', on: '2026-11-19' }

  test('tells what it rests on, beside its claims, by the name that the bundle has', async () => {
    const unknown = { type: 'urn:other', issuer: 'did:web:nobody.example', on: '2026-11-18' }
    const { outcome, credentials } = await decide({ issued: { claims: { evidence: [given, unknown] } } })
    expect(outcome).toBe('accepted')
    expect(credentials[0]?.claims).not.toHaveProperty('evidence')
    expect(credentials[0]?.restsOn).toEqual([
      { ...given, issuer: { id: issuer.did, name: { th: 'ผู้ออก', en: 'Issuer' } } },
      { ...unknown, issuer: { id: unknown.issuer, name: { th: unknown.issuer, en: unknown.issuer } } },
    ])
  })

  test.each([
    ['a text', 'seen by a clerk'],
    ['an empty list', []],
    ['a level that nobody knows', [{ ...given, level: 'highest' }]],
    ['a day that is none', [{ ...given, on: '2026-02-30' }]],
    ['a day of no calendar of ours', [{ ...given, on: '0001-01-01' }]],
    ['more than provenance', [{ ...given, verifier: 'x' }]],
    ['more entries than any needs', Array(21).fill(given)],
  ])('has no provenance in %s, which stays a claim', async (_, evidence) => {
    const [seen] = (await decide({ issued: { claims: { evidence } } })).credentials
    expect(seen).not.toHaveProperty('restsOn')
    expect(seen?.claims['evidence']).toEqual(evidence)
  })
})

describe('every other presentation', () => {
  test.each([...CREDENTIAL_REFUSALS, ...PRESENTATION_REFUSALS].map((refusal) => [refusal.name, refusal] as const))(
    '%s',
    async (_name, { of, code, outcome = 'rejected' }) => {
      const verdict = await decide(await of())
      expect([verdict.outcome, verdict.code]).toEqual([outcome, code])
      expect(verdict.credentials).toEqual([])
      expect(JSON.stringify(verdict)).not.toMatch(/Anong|Suksai|1990-01-01|Sathon/)
    },
  )

  test('is told by the stage at which it stopped: what came before has passed, what follows was not reached', async () => {
    const { checks } = await decide({ issued: { claims: { exp: seconds(NOW) - 3600 } } })
    expect(checks.map(({ stage, outcome }) => [stage, outcome])).toEqual([
      ['structure', 'passed'],
      ['issuer', 'passed'],
      ['signature', 'passed'],
      ['disclosures', 'passed'],
      ['validity', 'failed'],
      ['freshness', 'passed'],
    ])
  })
})
