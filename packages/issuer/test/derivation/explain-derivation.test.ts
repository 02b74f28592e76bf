import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { explainDerivation } from '../../src/derivation/explain-derivation.ts'
import { EXAMPLES, exampleDerivation, exampleFile, parseFile } from './example-derivations.ts'

const english = (name: (typeof EXAMPLES)[number]) =>
  explainDerivation(exampleDerivation(name)).map(({ about, is }) => `${about.en}: ${is.en}`)

describe('a derivation in words', () => {
  it('tells what is read, what is given, and how long it is good', () => {
    const words = english('student')
    expect(words).toContain('Reads: National ID card: Identification number, Name in Thai, Portrait')
    expect(words).toContain('Of a level of at least: high')
    expect(words).toContain("Only if: status in the agency's record is enrolled")
    expect(words).toContain("Claim Faculty: a copy of faculty in the agency's record")
    expect(words).toContain('Good for: 120 days at most, 5 copies at once')
    expect(english('airport-fast-track')).toContain('Claim Lane: always Fast track (always shown)')
  })

  it('says of each claim how it is made', () => {
    expect(english('resident-of-province')).toContain('Claim Province: a copy of Province (House registration)')
    expect(english('guardian-of')).toContain(
      "Claim Child's year of birth: only the year of Date of birth in the row of the other person that is shown (House registration)",
    )
  })

  it('tells of a claim that has to have a value', () => {
    const file = exampleFile('over-20')
    file.requires.policy.dcql_query.credentials[0].claims[0].values = [true]
    const words = explainDerivation(parseFile(file).derivation).map(({ is }) => is.en)
    expect(words).toContain('National ID card: Aged 20 or over = true, Portrait')
  })

  it('has its warnings in it', () => {
    const file = exampleFile('guardian-of')
    file.conditions.shift()
    const last = explainDerivation(parseFile(file).derivation).at(-1)
    expect(last?.about).toEqual({ th: 'ข้อควรระวัง', en: 'Warning' })
  })

  it.each(EXAMPLES)('says everything of %s in both languages', (name) => {
    for (const { about, is } of explainDerivation(exampleDerivation(name))) {
      expect(about.th).toMatch(/[ก-๙]/)
      expect(about.en).not.toMatch(/[ก-๙]/)
      expect(is.en).not.toMatch(/[ก-๙]/)
      expect(is.th).not.toBe('')
    }
  })
})

it.each(EXAMPLES)('the schema for editors takes %s', (name) => {
  const path = new URL('../../derivations/derivation.schema.json', import.meta.url)
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(path, 'utf8')))
  expect(validate(exampleFile(name)) || validate.errors).toBe(true)
  expect(validate({ ...exampleFile(name), validity: { weeks: 1 } })).toBe(false)
})
