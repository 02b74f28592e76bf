import type { CredentialQuery, DcqlQuery } from '@bai/credential'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../src/index.ts'
import { type Case, decide, OTHER_VCT, queryOf, requestOf, VCT } from './support/gate.ts'

/** Asks for one credential, and is shown these claims of it. */
async function answer(query: Partial<CredentialQuery>, disclose: readonly string[], of: Case = {}): Promise<string> {
  const request = requestOf({ credentials: [{ ...queryOf(), ...query } as CredentialQuery] })
  return codeOf(await decide({ ...of, request, presented: { disclose } }))
}

function codeOf({ outcome, code }: Verdict): string {
  return outcome === 'accepted' ? outcome : code
}

const claims = (...paths: readonly (readonly (string | number | null)[])[]) => ({
  claims: paths.map((path) => ({ path: [...path] })),
})

describe('claims', () => {
  test.each([
    ['the one that was asked for', claims(['given_name']), ['given_name'], 'accepted'],
    ['none of two', claims(['given_name'], ['family_name']), [], 'claims_missing'],
    ['one of two', claims(['given_name'], ['family_name']), ['given_name'], 'claims_missing'],
    ['an open one, which needs no disclosure', claims(['country']), [], 'accepted'],
    ['one that the credential does not have', claims(['shoe_size']), [], 'claims_missing'],
    ['a whole object', claims(['address']), ['address', 'road', 'soi'], 'accepted'],
    ['an object in part, where all of it was asked for', claims(['address']), ['address', 'road'], 'accepted'],
    ['an object with all of its members withheld', claims(['address']), ['address'], 'claims_missing'],
    ['a member of an object, and the way to it', claims(['address', 'soi']), ['address', 'soi'], 'accepted'],
    ['the way without the member', claims(['address', 'soi']), ['address'], 'claims_missing'],
    [
      'a member beside the one that was asked for',
      claims(['address', 'soi']),
      ['address', 'soi', 'road'],
      'claims_not_requested',
    ],
    ['every element', claims(['members', null]), ['first', 'second'], 'accepted'],
    ['one of the elements', claims(['members', null]), ['second'], 'accepted'],
    ['no element', claims(['members', null]), [], 'claims_missing'],
    ['an element by its index', claims(['members', 0]), ['first'], 'accepted'],
    ['another element than by the index', claims(['members', 0]), ['first', 'second'], 'claims_not_requested'],
    ['one claim too many', claims(['given_name']), ['given_name', 'birthdate'], 'claims_not_requested'],
  ] as const)('%s', async (_what, query, disclose, code) => {
    expect(await answer(query, disclose)).toBe(code)
  })

  test('a query without claims asks for none of those that are hidden (OpenID4VP 1.0, section 6.4.1)', async () => {
    const query = { claims: undefined } as unknown as Partial<CredentialQuery>
    expect(await answer(query, [])).toBe('accepted')
    expect(await answer(query, ['given_name'])).toBe('claims_not_requested')
  })

  test('too little is told before too much', async () => {
    expect(await answer(claims(['given_name']), ['family_name'])).toBe('claims_missing')
  })
})

describe('values', () => {
  const of = (values: (string | number | boolean)[]) => ({ claims: [{ path: ['given_name'], values }] })
  test.each([
    ['the value', ['Anong'], 'accepted'],
    ['one of several', ['Malee', 'Anong'], 'accepted'],
    ['another value', ['Malee'], 'claims_missing'],
    ['the same in capitals', ['ANONG'], 'claims_missing'],
    ['a number', [1], 'claims_missing'],
  ])('%s', async (_what, values, code) => {
    expect(await answer(of(values), ['given_name'])).toBe(code)
  })
})

describe('claim sets', () => {
  const query = {
    claims: [
      { id: 'a', path: ['given_name'] },
      { id: 'b', path: ['family_name'] },
      { id: 'c', path: ['birthdate'] },
    ],
    claim_sets: [['a', 'b'], ['c']],
  }
  test.each([
    ['the first set', ['given_name', 'family_name'], 'accepted'],
    ['the second set', ['birthdate'], 'accepted'],
    ['half of the first', ['given_name'], 'claims_missing'],
    ['none', [], 'claims_missing'],
  ])('%s', async (_what, disclose, code) => {
    expect(await answer(query, disclose)).toBe(code)
  })
})

describe('types', () => {
  test('any of those that the query names', async () => {
    expect(await answer({ meta: { vct_values: [OTHER_VCT, VCT] } }, ['given_name'])).toBe('accepted')
    expect(await answer({ meta: { vct_values: [OTHER_VCT] } }, ['given_name'])).toBe('credential_type_mismatch')
  })
})

describe('several credentials', () => {
  const two = {
    credentials: [
      { ...queryOf(), id: 'one' },
      { ...queryOf(), id: 'two' },
    ],
  }
  const decideOn = async (query: DcqlQuery, answered: readonly string[]) =>
    decide({
      request: requestOf(query),
      answer: (presentation) => Object.fromEntries(answered.map((id) => [id, [presentation]])),
    })

  test('all that were asked for', async () => {
    const verdict = await decideOn(two, ['one', 'two'])
    expect(verdict.outcome).toBe('accepted')
    expect(verdict.credentials.map(({ queryId }) => queryId)).toEqual(['one', 'two'])
    expect(new Set(verdict.checks.map(({ queryId }) => queryId))).toEqual(new Set(['one', 'two', undefined]))
  })

  test('one is missing', async () => {
    expect(await decideOn(two, ['one'])).toMatchObject({
      outcome: 'rejected',
      code: 'credential_not_presented',
      credentials: [],
    })
  })

  test('one of them is bad: nothing of the other is shown', async () => {
    const verdict = await decide({
      request: requestOf(two),
      answer: (presentation) => ({ one: [presentation], two: [`${presentation}A`] }),
    })
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'key_binding_signature_invalid', credentials: [] })
  })

  const sets = (...list: NonNullable<DcqlQuery['credential_sets']>) => ({ ...two, credential_sets: list })
  test.each([
    ['one of two options', sets({ options: [['one'], ['two']], required: true }), ['two'], 'accepted'],
    [
      'both in one option, and one of them missing',
      sets({ options: [['one', 'two']], required: true }),
      ['two'],
      'credential_not_presented',
    ],
    [
      'a set that is not required',
      sets({ options: [['one']], required: true }, { options: [['two']], required: false }),
      ['one'],
      'accepted',
    ],
    [
      'a required set beside one that is not',
      sets({ options: [['one']], required: true }, { options: [['two']], required: false }),
      ['two'],
      'credential_not_presented',
    ],
    ['nothing is required', sets({ options: [['one']], required: false }), [], 'accepted'],
  ] as const)('%s', async (_what, query, answered, code) => {
    expect(codeOf(await decideOn(query as DcqlQuery, answered))).toBe(code)
  })
})
