import { issuingObjection } from '@bai/credential'
import { expect, test } from 'vitest'

const issuer = {
  credentialTypes: new Set(['urn:a', 'urn:b']),
  since: new Date('2026-01-10T15:00:00Z'),
  until: new Date('2026-02-10T15:00:00Z'),
}
const at = (moment: string) => Date.parse(moment) / 1000
const inTime = at('2026-01-20T00:00:00Z')

test.each([
  ['its type, in its time', ['urn:a'], inTime, undefined],
  ['several types of its own', ['urn:a', 'urn:b'], inTime, undefined],
  ['the type of another', ['urn:c'], inTime, 'type'],
  ['a type of its own and that of another', ['urn:a', 'urn:c'], inTime, 'type'],
  ['no type', [], inTime, 'type'],
  ['the day on which it began, from its first second', ['urn:a'], at('2026-01-10T00:00:00Z'), undefined],
  ['the day before', ['urn:a'], at('2026-01-09T23:59:59Z'), 'period'],
  ['the last second', ['urn:a'], at('2026-02-10T14:59:59Z'), undefined],
  ['the end itself', ['urn:a'], at('2026-02-10T15:00:00Z'), 'period'],
  ['no time', ['urn:a'], undefined, 'period'],
] as const)('%s', (_what, types, issuedAt, objection) => {
  expect(issuingObjection(issuer, { types, issuedAt })).toBe(objection)
})

test('an issuer without an end', () => {
  const types = ['urn:a']
  expect(issuingObjection({ ...issuer, until: undefined }, { types, issuedAt: at('2100-01-01T00:00:00Z') })).toBe(
    undefined,
  )
})
