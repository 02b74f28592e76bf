/** A command, what it is given, and what is expected of it. */
export type Step = {
  readonly line: number
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly input: string
  readonly exit: number
  readonly expectations: readonly Expectation[]
  /** Members of the JSON on standard output that become variables. */
  readonly kept: readonly { readonly name: string; readonly path: string }[]
}

export type Expectation =
  | { readonly kind: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'json'; readonly path: string; readonly text: string }

/** A file that is written before the step that follows. */
export type WrittenFile = { readonly name: string; readonly content: string }
export type Session = readonly (Step | WrittenFile)[]

type OpenStep = { -readonly [K in keyof Step]: Step[K] extends readonly (infer T)[] ? T[] : Step[K] }

/**
 * Reads a session: commands and their expected output, in a text that people can read, one thing a line.
 *
 *     # a comment
 *     file <name> <content to the end of the line>
 *     > <arguments>           a command; words with spaces stand in "quotation marks", $NAME is a variable
 *     | <line>                a line of its standard input
 *     with <NAME>=<value>     its environment
 *     exit <code>             left out: 0
 *     stdout <line>           that line, or /a pattern of one/, is printed after those that were expected before
 *     stderr <line>
 *     json <path> <value>     a member of the document on standard output, as JSON or as /a pattern/
 *     keep <NAME> <path>      makes a variable of a member
 */
export function readSession(text: string): Session {
  const session: (OpenStep | WrittenFile)[] = []
  text.split('\n').forEach((content, i) => {
    const line = content.trim()
    if (line === '' || line.startsWith('#')) return
    const [, word = '', rest = ''] = /^(\S+) ?(.*)$/.exec(line) ?? []
    const step = session.at(-1)
    if (word === '>') session.push(stepOf(i + 1, rest))
    else if (word === 'file') session.push(fileOf(rest))
    else if (step === undefined || !('words' in step)) throw new Error(`Line ${i + 1} belongs to no command.`)
    else addTo(step, { word, rest, line: i + 1 })
  })
  return session as Session
}

function stepOf(line: number, rest: string): OpenStep {
  const words = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
  return { line, words, environment: {}, input: '', exit: 0, expectations: [], kept: [] }
}

function fileOf(rest: string): WrittenFile {
  const [, name = '', content = ''] = /^(\S+) ?(.*)$/.exec(rest) ?? []
  return { name, content }
}

function addTo(step: OpenStep, { word, rest, line }: { word: string; rest: string; line: number }): void {
  const [first = '', ...others] = rest.split(' ')
  const remaining = others.join(' ')
  if (word === '|') step.input += `${rest}\n`
  else if (word === 'exit') step.exit = Number(rest)
  else if (word === 'stdout' || word === 'stderr') step.expectations.push({ kind: word, text: rest })
  else if (word === 'json') step.expectations.push({ kind: 'json', path: first, text: remaining })
  else if (word === 'keep') step.kept.push({ name: first, path: remaining })
  else if (word === 'with') {
    const [name = '', ...value] = rest.split('=')
    step.environment = { ...step.environment, [name]: value.join('=') }
  } else throw new Error(`Line ${line} begins with "${word}", which means nothing here.`)
}
