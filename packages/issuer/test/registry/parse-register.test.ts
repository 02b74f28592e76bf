import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseRegister } from '../../src/registry/parse-register.ts'
import { PERSON_STATUSES } from '../../src/registry/person-status.ts'
import { houseLine, personLine } from '../support/register-lines.ts'

const options = { statuses: PERSON_STATUSES, onProgress: () => {} }
const good = [houseLine(), personLine()].map((line): object => JSON.parse(line))
/** A good line with one field set to anything. */
const broken = fc
  .record({
    line: fc.constantFrom(...good),
    field: fc.constantFrom(...good.flatMap(Object.keys)),
    value: fc.jsonValue(),
  })
  .map(({ line, field, value }) => JSON.stringify({ ...line, [field]: value }))

it('answers to whatever stands in a file: each line is a record or has its problems', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(broken, fc.json(), fc.string()), { maxLength: 5 }), (contents) => {
      const lines = contents.map((content) => content.replaceAll('\n', ' '))
      const { houses, people, problems } = parseRegister(lines.join('\n'), options)
      const answered = new Set([...houses, ...people, ...problems].map(({ line }) => line))
      const written = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index + 1]))
      expect([...answered].sort((a, b) => a - b)).toEqual(written)
    }),
    { numRuns: 500 },
  )
})
