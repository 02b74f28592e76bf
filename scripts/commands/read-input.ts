import { readFile, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { UsageError } from './usage-error.ts'

/** Reads a file that the caller named; `-` is standard input. @throws UsageError `file_unreadable` */
export async function readText(path: string): Promise<string> {
  return path === '-' ? text(process.stdin) : (await readBytes(path)).toString('utf8')
}

/** @throws UsageError `file_unreadable` */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError('file_unreadable', path, `${path} cannot be read (${code}). Give the path of a file.`)
  }
}

/** Writes a result. @throws UsageError `file_unwritable` */
export async function writeOutput(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      'file_unwritable',
      path,
      `${path} cannot be written (${code}). Choose another place with --out.`,
    )
  }
}

/**
 * A token given as it is, as a file, or as `-`: whatever reads as one is taken as it is. A file may hold the JSON that
 * another command printed with `--json`; then its member of the given name is taken.
 */
export async function readToken(argument: string, member: string): Promise<string> {
  const content = (/^(eyJ[\w-]+\.|\s*\{)/.test(argument) ? argument : await readText(argument)).trim()
  if (!content.startsWith('{')) return content
  try {
    const value: unknown = JSON.parse(content)[member]
    if (typeof value === 'string') return value
    if (value !== undefined) return JSON.stringify(value)
  } catch {
    // Not JSON, or JSON of another kind: the reader of the token says what is wrong with it.
  }
  return content
}
