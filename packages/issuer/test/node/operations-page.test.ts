import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as z from 'zod'
import { ConfigurationSchema } from '../../node/configuration-schema.ts'
import { defaultConfiguration } from '../../src/index.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

const page = await readFile(new URL('../../../../docs/operations.md', import.meta.url), 'utf8')
const camelCase = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| *(\d*) *\| *(\d*) *\| *(?:`([^`]*)`)? *\|/gm)].map(
  ([, name = '', from = '', to = '', standard]) => ({ name, from, to, standard }),
)

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer([])
})
afterAll(() => issuer?.close())

test('the page has every setting, and no other', () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(ConfigurationSchema.shape))
})

test('bounds and defaults of the page are those that hold', () => {
  const standards = { ...defaultConfiguration, ...ConfigurationSchema.parse({}) } as Record<string, unknown>
  for (const { name, from, to, standard } of rows) {
    const schema = (ConfigurationSchema.shape as Record<string, z.ZodType>)[name]!
    const takes = (value: number) => schema.safeParse(value).success
    if (from !== '') {
      // Of a list's size only multiples of 8 are taken.
      const step = name === 'status_list_size' ? 8 : 1
      const [low, high] = [Number(from), Number(to)]
      expect({ name, takes: [low - step, low, high, high + step].map(takes) }).toEqual({
        name,
        takes: [false, true, true, false],
      })
    }
    const value = standards[camelCase(name)] ?? standards[name]
    if (value !== undefined && typeof value !== 'object')
      expect({ name, standard }).toEqual({ name, standard: String(value) })
    else expect({ name, standard }).toEqual({ name, standard: undefined })
  }
})

test('the page has every metric of ours, and no other', async () => {
  const response = await fetch(`${issuer.url}/metrics`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
  const names = [...(await response.text()).matchAll(/^# TYPE (bai_\w+)/gm)].map(([, name]) => name)
  const named = new Set([...page.matchAll(/`(bai_\w+)/g)].map(([, name]) => name))
  expect([...named].sort()).toEqual(names.sort())
})
