import { houseRegistration, nationalIdCard } from '@bai/credential'
import { describe, expect, it } from 'vitest'
import { citizenNumberFor, deriveClaims } from '../../src/derivation/derive-claims.ts'
import type { PresentedCredential } from '../../src/derivation/presented-credential.ts'
import { type Example, exampleDerivation, exampleFile, parseFile } from './example-derivations.ts'

const NUMBER = '1999900000005'
/** Half past six in the evening in Bangkok. */
const NOW = new Date('2026-11-23T11:30:00Z')
const REGISTER = { id: 'did:web:register.example', name: { th: 'ทะเบียน', en: 'Register' } }
const NAME = { title: 'นาย', given_name: 'สมชาย', family_name: 'ใจดี' }
const CHILD = { title: 'ด.ญ.', given_name: 'มะลิ', family_name: 'ใจดี' }

function card(claims: object): [string, PresentedCredential] {
  return ['id_card', { vct: nationalIdCard.vct, claims: claims as any, issuer: REGISTER, level: 'high' }]
}

function house(...members: object[]): [string, PresentedCredential] {
  const claims = { address: { province: { th: 'เชียงใหม่', en: 'Chiang Mai' } }, members } as any
  return ['house', { vct: houseRegistration.vct, claims, issuer: REGISTER, level: 'high' }]
}

const head = { is_holder: true, personal_administrative_number: NUMBER, name_th: NAME, birthdate: '1980', role: 'head' }
const child = {
  is_holder: false,
  personal_administrative_number: '1999900000013',
  name_th: CHILD,
  birthdate: '2015-05-01',
  role: 'resident',
}
const guardianCard = { personal_administrative_number: NUMBER, name_th: NAME, birthdate: '1980', portrait: 'data:x' }

function derive(name: Example, presented: [string, PresentedCredential][], more: object = {}) {
  return deriveClaims(exampleDerivation(name), { presented: new Map(presented), now: NOW, ...more })
}

const evidence = (type: string) => ({ type, issuer: 'did:web:register.example', level: 'high', on: '2026-11-23' })

describe('over-20', () => {
  it('is the answer and the portrait, and what it rests on', () => {
    expect(derive('over-20', [card({ age_equal_or_over: { '20': true }, portrait: 'data:x', sex: 1 })])).toEqual({
      age_equal_or_over: { '20': true },
      portrait: 'data:x',
      evidence: [evidence('urn:bai:th:id-card:1')],
    })
  })

  it('is for nobody younger, and says so in both languages', () => {
    const younger = () => derive('over-20', [card({ age_equal_or_over: { '20': false }, portrait: 'data:x' })])
    expect(younger).toThrow(
      expect.objectContaining({
        code: 'derivation_refused',
        details: { reason: 'is-20', sentence: exampleFile('over-20').conditions[0].otherwise },
      }),
    )
  })

  it.each([undefined, 'low', 'substantial'] as const)('rests on nothing of the level %s', (level) => {
    const [id, shown] = card({ age_equal_or_over: { '20': true }, portrait: 'data:x' })
    expect(() => derive('over-20', [[id, { ...shown, level }]])).toThrow(
      expect.objectContaining({
        code: 'source_level_too_low',
        details: { type: nationalIdCard.vct, level: level ?? null, needed: 'high' },
      }),
    )
  })

  it('gives the day in Thailand, which begins before that of Greenwich', () => {
    const presented = [card({ age_equal_or_over: { '20': true }, portrait: 'data:x' })]
    const { evidence: given } = derive('over-20', presented, { now: new Date('2026-11-23T17:00:00Z') })
    expect(given).toMatchObject([{ on: '2026-11-24' }])
  })
})

it('airport-fast-track has the name as it is on the ticket', () => {
  expect(
    derive('airport-fast-track', [card({ given_name: 'Somchai', family_name: 'Jaidee', portrait: 'data:x' })]),
  ).toEqual({
    given_name: 'Somchai',
    family_name: 'Jaidee',
    portrait: 'data:x',
    lane: { th: 'ช่องทางด่วน', en: 'Fast track' },
    evidence: [evidence('urn:bai:th:id-card:1')],
  })
})

it('resident-of-province keeps of the address the province', () => {
  expect(derive('resident-of-province', [house(head)])).toEqual({
    province: { th: 'เชียงใหม่', en: 'Chiang Mai' },
    name_th: NAME,
    evidence: [evidence('urn:bai:th:house-registration:1')],
  })
})

describe('student', () => {
  const shown = [card({ personal_administrative_number: NUMBER, name_th: NAME, portrait: 'data:x' })]
  const record = { status: 'enrolled', student_number: '650001', faculty: { th: 'วิทยาศาสตร์', en: 'Science' } }

  it('joins what the agency has of the person', () => {
    expect(derive('student', shown, { record })).toEqual({
      name_th: NAME,
      portrait: 'data:x',
      student_number: '650001',
      faculty: { th: 'วิทยาศาสตร์', en: 'Science' },
      is_student: true,
      evidence: [evidence('urn:bai:th:id-card:1')],
    })
  })

  it('finds it by the number, as digits alone', () => {
    const dashed = [card({ personal_administrative_number: '1-9999-00000-00-5' })]
    expect(citizenNumberFor(exampleDerivation('student'), new Map(dashed))).toBe(NUMBER)
    expect(citizenNumberFor(exampleDerivation('over-20'), new Map(dashed))).toBeUndefined()
    const mistyped = [card({ personal_administrative_number: '1999900000006' })]
    expect(() => citizenNumberFor(exampleDerivation('student'), new Map(mistyped))).toThrow(
      expect.objectContaining({ code: 'derivation_refused' }),
    )
  })

  it.each([
    ['record_missing', undefined],
    ['record_incomplete', { status: 'enrolled', student_number: '650001' }],
    ['record_incomplete', {}],
    ['derivation_refused', { ...record, status: 'left' }],
  ])('is refused as %s', (code, had) => {
    expect(() => derive('student', shown, { record: had })).toThrow(expect.objectContaining({ code }))
  })
})

describe('guardian-of', () => {
  it('names head and child, from two credentials', () => {
    expect(derive('guardian-of', [card(guardianCard), house(head, child)])).toEqual({
      guardian: { name_th: NAME },
      child: { name_th: CHILD, birth_year: 2015 },
      portrait: 'data:x',
      evidence: [evidence('urn:bai:th:id-card:1'), evidence('urn:bai:th:house-registration:1')],
    })
  })

  it.each([
    ['same-person', { ...head, personal_administrative_number: '1999900000021' }, [child]],
    ['is-head', { ...head, role: 'resident' }, [child]],
    // Born in 2006: 20 on 23 November only if the birthday is known to have been.
    ['is-child', head, [{ ...child, birthdate: '2006' }]],
    ['is-child', head, [{ ...child, birthdate: '2006-11-23' }]],
    ['other_row_unclear', head, []],
    ['other_row_unclear', head, [child, child]],
    ['holder_row_missing', { ...head, is_holder: false }, []],
  ])('is refused for %s', (reason, own, others) => {
    expect(() => derive('guardian-of', [card(guardianCard), house(own, ...others)])).toThrow(
      expect.objectContaining({ code: 'derivation_refused', details: expect.objectContaining({ reason }) }),
    )
  })

  it('is refused for what was not shown', () => {
    expect(() => derive('guardian-of', [card(guardianCard)])).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ reason: 'not_shown' }) }),
    )
  })
})

describe('an age', () => {
  /** Of a card with this birth date, on 23 November 2026. */
  function answer(operation: 'at_least_years' | 'under_years', birthdate: string) {
    const file = exampleFile('guardian-of')
    file.conditions = []
    file.claims[1].from = { operation, years: 20, born: { credential: 'id_card', path: ['birthdate'] } }
    const presented = new Map([card({ ...guardianCard, birthdate }), house(head, child)])
    return deriveClaims(parseFile(file).derivation, { presented, now: NOW })['child']
  }

  it.each([
    ['2006-11-23', true, false],
    ['2006-11-24', false, true],
    ['2006-11', false, false],
    ['2006-10', true, false],
    ['2006-12', false, true],
    ['2006', false, false],
    ['2005', true, false],
    ['2007', false, true],
  ])('of somebody born %s is told only where it is certain', (birthdate, atLeast, under) => {
    expect(answer('at_least_years', birthdate)).toMatchObject({ name_th: atLeast })
    expect(answer('under_years', birthdate)).toMatchObject({ name_th: under })
  })

  it('of a date that is none is refused', () => {
    expect(() => answer('at_least_years', '20 years ago')).toThrow(
      expect.objectContaining({ code: 'derivation_refused' }),
    )
  })
})
