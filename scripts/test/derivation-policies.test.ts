// The derivations that ship, with the reader of policies that the issuer is given: it may not import the verifier itself.
import { readdirSync, readFileSync } from 'node:fs'
import { parseDerivation } from '@bai/issuer'
import { parsePolicy } from '@bai/verifier'
import { expect, test } from 'vitest'

const folder = new URL('../../packages/issuer/derivations/', import.meta.url)
const names = readdirSync(folder).filter((name) => !name.endsWith('.schema.json'))

test.each(names)('%s asks by a good policy', (name) => {
  const { policy, derivation } = parseDerivation(readFileSync(new URL(name, folder), 'utf8'), parsePolicy)
  expect(policy.dcql_query).toEqual(derivation.query)
  expect(policy.presented_by).toContain('online')
  expect(`${derivation.type.id}.json`).toBe(name)
})

test('five of them', () => {
  expect(names).toHaveLength(5)
})

test('a fault of the policy is told by its place in the whole', () => {
  const file = JSON.parse(readFileSync(new URL('over-20.json', folder), 'utf8'))
  file.requires.policy.purpose.en = ''
  expect(() => parseDerivation(JSON.stringify(file), parsePolicy)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ field: 'requires.policy.purpose.en' }) }),
  )
})
