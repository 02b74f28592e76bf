import { DcqlQuerySchema, disclosureFrameOf, typeMetadataOf } from '@bai/credential'
import { describe, expect, it } from 'vitest'
import { credentialTypeOf } from '../../src/derivation/credential-type-of.ts'
import { parseDerivation } from '../../src/derivation/parse-derivation.ts'
import { IssuerError } from '../../src/errors.ts'
import { EXAMPLES, type Example, exampleDerivation, exampleFile, parseFile } from './example-derivations.ts'

const claimsOf = (file: any, i = 0) => file.requires.policy.dcql_query.credentials[i].claims

/** The field and nothing else: reasons are for people. */
function faultIn(name: Example, change: (file: any) => void): string | undefined {
  const file = exampleFile(name)
  change(file)
  try {
    parseFile(file)
    return undefined
  } catch (error) {
    if (!(error instanceof IssuerError) || error.code !== 'derivation_malformed') throw error
    return (error as IssuerError<'derivation_malformed'>).details.field
  }
}

describe('the derivations that ship', () => {
  it.each(EXAMPLES)('%s can work, and warns of nothing', (name) => {
    expect(parseFile(exampleFile(name)).warnings).toEqual([])
  })

  it('become credential types, whose evidence nobody can withhold', () => {
    const type = credentialTypeOf(exampleDerivation('guardian-of'))
    expect(disclosureFrameOf(type)).toEqual({
      hidden: ['portrait'],
      nested: {
        guardian: { hidden: ['name_th'], nested: {} },
        child: { hidden: ['name_th', 'birth_year'], nested: {} },
      },
    })
    expect(typeMetadataOf(type).claims?.at(-1)).toMatchObject({ path: ['evidence'], sd: 'never' })
  })
})

describe('a derivation is refused by field', () => {
  const student: [string, string, (file: any) => void][] = [
    ['a member that nobody knows', '', (file) => (file.colour = 'red')],
    ['one in an operation', 'claims.0.from', (file) => (file.claims[0].from.as = 'x')],
    ['an operation that nobody knows', 'claims.0.from.operation', (file) => (file.claims[0].from.operation = 'hash')],
    [
      'one that is no yes or no as a condition',
      'conditions.0.that.operation',
      (file) => (file.conditions[0].that.operation = 'copy'),
    ],
    ['a source without a path', 'claims.0.from.value.path', (file) => delete file.claims[0].from.value.path],
    ['no validity', 'validity', (file) => delete file.validity],
    ['a validity of no time', 'validity.hours', (file) => (file.validity = { hours: 0 })],
    [
      'a query that the policy does not have',
      'claims.0.from.value.credential',
      (file) => (file.claims[0].from.value.credential = 'card'),
    ],
    ['a claim that is not asked for', 'claims.0.from.value.path', (file) => (file.claims[0].from.value.path = ['sex'])],
    [
      'one of which only a part is asked for',
      'claims.0.from.value.path',
      (file) => (claimsOf(file)[1].path = ['name_th', 'title']),
    ],
    [
      'one that the source does not have',
      'claims.0.from.value.path',
      (file) => (file.claims[0].from.value.path = ['name_th', 'nickname']),
    ],
    [
      'a step into a text',
      'claims.0.from.value.path',
      (file) => (file.claims[0].from.value.path = ['portrait', 'jpeg']),
    ],
    ['a row where there are none', 'claims.0.from.value.path', (file) => (file.claims[0].from.value.row = 'holder')],
    ['the same claim twice', 'claims.1.path', (file) => (file.claims[1].path = ['name_th'])],
    ['a claim inside another', 'claims.1.path', (file) => (file.claims[1].path = ['name_th', 'given_name'])],
    ['two conditions of one name', 'conditions.1.id', (file) => file.conditions.push(file.conditions[0])],
    ['a record that is found by nothing', 'conditions.0.that.value', (file) => delete file.record_of],
    ['a record that is found by a name', 'record_of', (file) => (file.record_of.path = ['name_th'])],
    ['a number that is not asked for', 'record_of.path', (file) => claimsOf(file).shift()],
    ['the type of another', 'type.vct', (file) => (file.type.vct = 'urn:bai:th:id-card:1')],
    ['its id', 'type.id', (file) => (file.type.id = 'id-card')],
    ['the id of another form', 'type.id', (file) => (file.type.id = 'student-w3c')],
    ['a name that is no name', 'claims.0.path.0', (file) => (file.claims[0].path = ['__proto__'])],
    [
      'another format',
      'requires.policy.dcql_query.credentials.0.format',
      (file) => {
        const [query] = file.requires.policy.dcql_query.credentials
        query.format = 'vc+sd-jwt'
        query.meta = { type_values: [['ThaiNationalIdCard']] }
      },
    ],
    [
      'an age of something that is no birth date',
      'claims.4.from.born.path',
      (file) => {
        file.claims[4].from = {
          operation: 'at_least_years',
          years: 20,
          born: { credential: 'id_card', path: ['portrait'] },
        }
      },
    ],
    [
      'a year of something that is no date',
      'claims.4.from.date.path',
      (file) => {
        file.claims[4].from = { operation: 'year_of', date: { credential: 'id_card', path: ['portrait'] } }
      },
    ],
    [
      'an object that is to be one of some words',
      'claims.4.from.value.path',
      (file) => {
        file.claims[4].from = {
          operation: 'one_of',
          value: { credential: 'id_card', path: ['name_th'] },
          values: ['x'],
        }
      },
    ],
  ]

  it.each(student)('%s', (_, field, change) => {
    expect(faultIn('student', change)).toBe(field)
  })

  it.each(['iss', 'vct', 'cnf', 'status', 'iat', 'exp', 'nbf', 'evidence'])('the reserved name %s', (name) => {
    expect(faultIn('student', (file) => (file.claims[0].path = [name]))).toBe('claims.0.path')
  })

  it('rows that nobody names', () => {
    expect(
      faultIn('guardian-of', (file) => (file.claims[1].from.value = { credential: 'house', path: ['members'] })),
    ).toBe('claims.1.from.value.path')
  })

  it('what it reads of a credential of a type that it does not know, but for its technical parts', () => {
    const ofAnotherType = (path: string[]) => (file: any) => {
      const [query] = file.requires.policy.dcql_query.credentials
      query.meta.vct_values = ['urn:example:other:1']
      query.claims = [{ path: ['anything'] }, { path }]
      file.claims = file.claims.slice(0, 1)
      file.claims[0].from.value.path = path
      file.conditions = []
    }
    expect(faultIn('over-20', ofAnotherType(['whatever']))).toBeUndefined()
    expect(faultIn('over-20', ofAnotherType(['cnf', 'jwk', 'x']))).toBe('claims.0.from.value.path')
    expect(faultIn('over-20', ofAnotherType(['status']))).toBe('claims.0.from.value.path')
  })
})

describe('a query that can never be met, or not in every case', () => {
  const POLICY = 'requires.policy.dcql_query'

  it('asks for a claim that no such credential has', () => {
    expect(faultIn('over-20', (file) => claimsOf(file).push({ path: ['shoe_size'] }))).toBe(
      `${POLICY}.credentials.0.claims.2`,
    )
    expect(faultIn('guardian-of', (file) => claimsOf(file, 1).push({ path: ['members', null, 'portrait'] }))).toBe(
      `${POLICY}.credentials.1.claims.4`,
    )
  })

  it('names in a set a query that is not there', () => {
    const sets = (options: string[][]) => (file: any) =>
      (file.requires.policy.dcql_query.credential_sets = [{ options, required: true }])
    expect(faultIn('guardian-of', sets([['passport']]))).toBe(`${POLICY}.credential_sets.0`)
    expect(faultIn('guardian-of', sets([['id_card', 'house']]))).toBeUndefined()
    // Whoever shows the card alone would be read a row that is not there.
    expect(faultIn('guardian-of', sets([['id_card', 'house'], ['id_card']]))).toBe('conditions.0.that.to.credential')
  })

  it('asks for a claim in one alternative only', () => {
    const alternatives = (sets: string[][]) => (file: any) => {
      const [query] = file.requires.policy.dcql_query.credentials
      query.claims = [
        { id: 'a', path: ['age_equal_or_over', '20'] },
        { id: 'p', path: ['portrait'] },
      ]
      query.claim_sets = sets
    }
    expect(faultIn('over-20', alternatives([['a', 'p']]))).toBeUndefined()
    expect(faultIn('over-20', alternatives([['a', 'p'], ['a']]))).toBe('claims.1.from.value.path')
  })
})

describe('the policy', () => {
  const text = JSON.stringify(exampleFile('over-20'))

  it('is read by the reader that is passed in, and its fault told as a part of the whole', () => {
    const refusing = () => {
      throw Object.assign(new Error('The policy is malformed at "purpose"'), { details: { field: 'purpose' } })
    }
    expect(() => parseDerivation(text, refusing)).toThrow(
      expect.objectContaining({ details: { field: 'requires.policy.purpose', reason: expect.any(String) } }),
    )
  })

  it('comes back as that reader has it', () => {
    const { policy, derivation } = parseDerivation(text, (policy) => ({ ...JSON.parse(policy), read: true }))
    expect(policy).toMatchObject({ name: 'over-20', read: true })
    expect(derivation.query).toEqual(DcqlQuerySchema.parse(policy.dcql_query))
  })

  it.each(['', 'null', '{"type":1,"type":2}', '[]', `${' '.repeat(200_001)}{}`])('text that is none: %#', (broken) => {
    expect(() => parseDerivation(broken, JSON.parse)).toThrow(expect.objectContaining({ code: 'derivation_malformed' }))
  })
})

describe('warns', () => {
  const warned = (name: Example, change: (file: any) => void) => {
    const file = exampleFile(name)
    change(file)
    return parseFile(file).warnings.map(({ field }) => field)
  }

  it('of a claim that leads back to the person or the paper', () => {
    const copyOf = (path: string[]) => (file: any) => {
      claimsOf(file).push({ path })
      file.claims[4].from = { operation: 'copy', value: { credential: 'id_card', path } }
    }
    expect(warned('student', copyOf(['document_number']))).toEqual(['claims.4.from.value'])
    expect(warned('student', copyOf(['personal_administrative_number']))).toEqual(['claims.4.from.value'])
    expect(warned('student', copyOf(['birthdate']))).toEqual([])
  })

  it('of two credentials that nobody compares', () => {
    expect(warned('guardian-of', (file) => file.conditions.shift())).toEqual(['conditions'])
  })
})
