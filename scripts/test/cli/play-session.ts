import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Expectation, Session, Step } from './read-session.ts'
import { type Finished, runScript } from './run-script.ts'

export type PlayOptions = {
  /** By name, without the dollar sign. `WORK` is the folder that files are written to. */
  readonly variables: Readonly<Record<string, string>> & { readonly WORK: string }
  /** What no command may print when it fails: numbers, names, codes, tokens. */
  readonly secrets: readonly string[]
}

/** Runs the commands of a session one after the other on the real command line, and compares. */
export async function playSession(session: Session, { variables, secrets }: PlayOptions): Promise<void> {
  const known = new Map(Object.entries(variables))
  const told = new Set(secrets)
  for (const part of session) {
    if ('content' in part) {
      await writeFile(join(variables.WORK, part.name), `${expand(part.content, known)}\n`)
      continue
    }
    const finished = await run(part, known)
    checkAlways(part, finished, [...told])
    check(part, finished, known)
    for (const { name, path } of part.kept) {
      const value = String(memberOf(JSON.parse(finished.stdout), path))
      known.set(name, value)
      if (name.startsWith('SECRET')) for (const secret of secretsIn(value)) told.add(secret)
    }
  }
}

/** A value, and the pre-authorised code where it is an offer. */
function secretsIn(value: string): readonly string[] {
  const [, code] = /pre-authorized_code%22%3A%22([\w-]+)%22/.exec(value) ?? []
  return code === undefined ? [value] : [value, code]
}

function run({ words, environment, input }: Step, known: ReadonlyMap<string, string>): Promise<Finished> {
  const expanded = Object.entries(environment).map(([name, value]) => [name, expand(value, known)])
  return runScript(
    'scripts/bai.ts',
    words.map((word) => expand(word, known)),
    { environment: Object.fromEntries(expanded), input: expand(input, known) },
  )
}

/** What holds for every command: its exit code, one document with `--json`, no stack trace, and nothing personal in a failure. */
function checkAlways(
  { line, words, exit }: Step,
  { exitCode, stdout, stderr }: Finished,
  secrets: readonly string[],
): void {
  expect({ line, exitCode, ...(exitCode !== exit && { stdout, stderr }) }).toEqual({ line, exitCode: exit })
  expect({ line, trace: /^\s+at .*:\d+:\d+/m.test(stdout + stderr) }).toEqual({ line, trace: false })
  if (words.includes('--json') && words[0] !== 'vectors') {
    expect({ line, documents: documentsOf(stdout) }).toEqual({ line, documents: 1 })
  }
  if (exitCode !== 0) {
    const leaked = secrets.filter((secret) => (stdout + stderr).includes(secret))
    expect({ line, leaked }).toEqual({ line, leaked: [] })
  }
}

/** How many JSON documents stand on lines of their own; a line that is none counts for a hundred. */
function documentsOf(stdout: string): number {
  if (!stdout.endsWith('\n')) return Number.NaN
  const lines = stdout.slice(0, -1).split('\n')
  return lines.map((line) => (isJson(line) ? 1 : 100)).reduce((sum, count) => sum + count, 0)
}

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

function check({ line, expectations }: Step, { stdout, stderr }: Finished, known: ReadonlyMap<string, string>): void {
  const from = { stdout: 0, stderr: 0 }
  for (const expectation of expectations) {
    if (expectation.kind === 'json') {
      checkMember(line, expectation, stdout, known)
      continue
    }
    const lines = { stdout, stderr }[expectation.kind].split('\n')
    const wanted = expand(expectation.text, known)
    const found = lines.findIndex((candidate, i) => i >= from[expectation.kind] && matches(candidate, wanted))
    expect({ line, wanted, ...(found < 0 && { [expectation.kind]: lines }) }).toEqual({ line, wanted })
    from[expectation.kind] = found + 1
  }
}

function checkMember(
  line: number,
  { path, text }: Extract<Expectation, { kind: 'json' }>,
  stdout: string,
  known: ReadonlyMap<string, string>,
): void {
  const value = memberOf(JSON.parse(stdout), path)
  const wanted = expand(text, known)
  if (patternOf(wanted))
    expect({ line, path, value: matches(String(value), wanted) || value }).toEqual({ line, path, value: true })
  else expect({ line, path, value }).toEqual({ line, path, value: JSON.parse(wanted) })
}

function matches(text: string, wanted: string): boolean {
  return patternOf(wanted)?.test(text) ?? text === wanted
}

function patternOf(wanted: string): RegExp | undefined {
  return wanted.length > 2 && wanted.startsWith('/') && wanted.endsWith('/')
    ? new RegExp(wanted.slice(1, -1))
    : undefined
}

/** Follows names and indices that are written with dots. */
function memberOf(document: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document)
}

function expand(text: string, known: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$([A-Z][A-Z_]*)/g, (_all, name: string) => {
    const value = known.get(name)
    if (value === undefined) throw new Error(`The session knows no $${name}.`)
    return value
  })
}
