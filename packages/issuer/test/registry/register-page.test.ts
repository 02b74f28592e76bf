import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parseLifeEvents } from '../../src/registry/parse-life-events.ts'
import { parseRegister } from '../../src/registry/parse-register.ts'
import { PERSON_STATUSES } from '../../src/registry/person-status.ts'

test('the records that docs/register.md shows are good', async () => {
  const page = await readFile(new URL('../../../../docs/register.md', import.meta.url), 'utf8')
  const [register = '', events = ''] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block]) => block)
  const parsed = parseRegister(register, { statuses: PERSON_STATUSES, onProgress: () => {} })
  expect(parsed).toMatchObject({ houses: [{ line: 1 }], people: [{ line: 2 }], problems: [] })
  const { events: read, problems } = parseLifeEvents(events, 'jsonl', new Date('2026-11-23T09:00:00Z'))
  expect([read.length, problems]).toEqual([2, []])
})
