import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { ConfigurationProblem } from './check-configuration.ts'
import { ConfigurationSchema } from './configuration-schema.ts'

export type Source = {
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly ConfigurationProblem[]
}

/** Variables that are not settings: they ask the command line for more output. */
const OTHER_VARIABLES = new Set(['BAI_DEBUG'])
const MAX_FILE_BYTES = 1_000_000

/** The JSON object of a configuration file; no file is no values. */
export async function readConfigurationFile(file: string | undefined): Promise<Source> {
  if (file === undefined) return { values: {}, problems: [] }
  try {
    const text = await readFile(file, 'utf8')
    const parsed: unknown = text.length > MAX_FILE_BYTES ? undefined : JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return { values: parsed as Record<string, unknown>, problems: [] }
  } catch {
    // What a parser says quotes the file.
  }
  return { values: {}, problems: [{ field: 'config', expected: 'a file that can be read, with one JSON object' }] }
}

/**
 * The variables `BAI_…`. A text stands as it is; numbers, `true` and `false`, lists and objects as JSON. An empty one is
 * not there.
 */
export function readVariables(environment: Readonly<Record<string, string | undefined>>): Source {
  const values: Record<string, unknown> = {}
  const problems: ConfigurationProblem[] = []
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('BAI_') || OTHER_VARIABLES.has(variable) || text === undefined || text === '') continue
    const name = variable.slice('BAI_'.length).toLowerCase()
    if (!Object.hasOwn(ConfigurationSchema.shape, name)) {
      problems.push({ field: variable, expected: 'no such variable; see docs/operations.md' })
    } else values[name] = TEXTS.has(name) ? text : parseOrText(text)
  }
  return { values, problems }
}

/** Names whose values are text, so that a file may be called `1`. */
const TEXTS = new Set(
  Object.entries(ConfigurationSchema.shape)
    .filter(([, schema]) => z.safeParse(schema, 1).success === false && z.safeParse(schema, 'text').success)
    .map(([name]) => name),
)

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
