// `pnpm check:conformance`: every file and test that docs/conformance.md names is there, and every row says what it is.
import { existsSync, readFileSync } from 'node:fs'

type Row = { readonly line: number; readonly cells: readonly string[] }

const PAGE = 'docs/conformance.md'
const COLUMNS = ['clause', 'what', 'file', 'test', 'state']
const STATES = ['done', 'partly', 'not done', 'out of scope']
const root = new URL('../', import.meta.url)

const rows = readRows(readFileSync(new URL(PAGE, root), 'utf8'))
const problems = rows.flatMap(({ line, cells }) => checkRow(cells).map((problem) => `${PAGE}:${line}: ${problem}`))
if (rows.length === 0) problems.push(`${PAGE}: no table with the columns ${COLUMNS.join(' | ')}`)

for (const problem of problems) process.stderr.write(`${problem}\n`)
process.stdout.write(`conformance: ${rows.length} rows, ${problems.length} problems\n`)
process.exitCode = problems.length === 0 ? 0 : 1

/** The rows of all tables that have our columns. */
function readRows(text: string): readonly Row[] {
  let inside = false
  return text.split('\n').flatMap((content, at) => {
    if (!content.startsWith('|')) {
      inside = false
      return []
    }
    // A cell may hold a bar that is escaped.
    const cells = content
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (cells.join() === COLUMNS.join()) inside = true
    else if (inside && !/^[-: ]+$/.test(cells.join(''))) return [{ line: at + 1, cells }]
    return []
  })
}

function checkRow(cells: readonly string[]): readonly string[] {
  if (cells.length !== COLUMNS.length) return [`has ${cells.length} cells, not ${COLUMNS.length}`]
  const [, , file = '', test = '', state = ''] = cells
  const problems = STATES.includes(state) ? [] : [`state "${state}" is none of ${STATES.join(', ')}`]
  if (state === 'done' && (file === '—' || test === '—')) problems.push('is done and names no file or no test')
  return [...problems, ...named(file).flatMap(checkPath), ...named(test).flatMap(checkTest)]
}

/** What stands in backticks in a cell. */
function named(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

function checkPath(path: string): readonly string[] {
  return existsSync(new URL(path, root)) ? [] : [`${path} is gone`]
}

/** `file › part of a title`, or the file of vectors and the id of one. */
function checkTest(test: string): readonly string[] {
  const [path = '', title] = test.split(' › ')
  const gone = checkPath(path)
  if (gone.length > 0) return gone
  if (title === undefined) return [`${path} is named without a test`]
  return readFileSync(new URL(path, root), 'utf8').includes(title) ? [] : [`${path} has no test "${title}"`]
}
