import { parseJson } from '@bai/credential'

/** A record of a file before anybody has looked at what it holds, or why there is none. */
export type SourceLine =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly expected: string }

/** In characters; a line is a person with portrait at most. */
export const MAX_RECORD = 512 * 1024

/** Reads JSON Lines, every line of them, whatever is wrong with those before. Blank lines count and say nothing. */
export function* readJsonLines(text: string): Generator<SourceLine> {
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() !== '') yield { line: index + 1, ...readLine(content) }
  }
}

function readLine(content: string): { readonly value: unknown } | { readonly expected: string } {
  if (content.length > MAX_RECORD) return { expected: 'a line of at most 512 KB' }
  try {
    return { value: parseJson(content, 'line') }
  } catch {
    return { expected: 'one JSON object, no member twice' }
  }
}
