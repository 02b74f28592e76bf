import { readFileSync } from 'node:fs'
import { parseCitizenNumber } from '@bai/credential'
import { expect, it } from 'vitest'
import { createRecordKey } from '../../src/derivation/create-record-key.ts'
import { csvAgencyRecords } from '../../src/derivation/csv-agency-records.ts'
import { YesNoSchema } from '../../src/derivation/operation-schema.ts'
import { EXAMPLES, exampleFile, parseFile } from './example-derivations.ts'

const page = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block ?? '')

it('docs/agency-records.md has a file that loads, and the key that it says', async () => {
  const text = page('agency-records.md')
  const keyOf = createRecordKey(new Uint8Array(32).fill(1))
  const [csv = ''] = blocks(text, 'csv')
  const key = keyOf(parseCitizenNumber('1999900000005'))
  expect(await csvAgencyRecords(csv, keyOf).find(key)).toMatchObject({ student_number: '650001' })
  expect(blocks(text, 'text').map((block) => block.trim())).toEqual([key])
})

it('docs/derivation.md has a derivation that is one, once its policy is filled in', () => {
  const [text = ''] = blocks(page('derivation.md'), 'json')
  const file = JSON.parse(text)
  file.requires.policy = exampleFile('student').requires.policy
  expect(parseFile(file)).toMatchObject({ derivation: { type: { id: 'student' } }, warnings: [] })
})

it('docs/derivation.md names every operation and every derivation that ships', () => {
  const text = page('derivation.md')
  const comparisons = YesNoSchema.options.map(({ shape }) => shape.operation.value)
  for (const name of ['copy', 'constant', 'year_of', ...comparisons, ...EXAMPLES])
    expect(text).toContain(`| \`${name}\``)
})
