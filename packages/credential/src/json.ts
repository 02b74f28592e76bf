import { decodeBase64urlText } from './base64url.ts'
import { CredentialError } from './errors.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
export type JsonObject = { readonly [name: string]: Json }

/** Deepest nesting that is read: far more than any credential needs, far less than a stack takes. */
const MAX_DEPTH = 32

/**
 * Parses JSON strictly: duplicate member names are refused (RFC 8725, section 2.4 and RFC 7515, section 4 warn what
 * two readers make of them), and so is nesting beyond 32 levels.
 *
 * `JSON.parse` keeps one of two members of the same name and says nothing; so the members in the text are counted and
 * compared with the members in the result.
 *
 * @throws CredentialError `json_malformed`
 */
export function parseJson(text: string, what: string): Json {
  if (text.length > LONG) checkDepth(text, what)
  let value: Json
  try {
    value = JSON.parse(text)
  } catch {
    // The engine's message quotes the text, so it is not kept as the cause.
    throw malformed(what, 'syntax', `The ${what} is not JSON.`)
  }
  if (countMembers(value, 0, what) !== countColons(text)) {
    throw malformed(what, 'duplicate_key', `The ${what} has two members of the same name.`)
  }
  return value
}

/** Decodes base64url and UTF-8 and parses the JSON object in it. */
export function parseJsonObject(base64url: string, what: string): JsonObject {
  const value = parseBase64urlJson(base64url, what)
  if (!isJsonObject(value)) throw malformed(what, 'not_an_object', `The ${what} is not a JSON object.`)
  return value
}

/** Decodes base64url and UTF-8 (fatal on bytes that are not) and parses the JSON in it. */
export function parseBase64urlJson(base64url: string, what: string): Json {
  const text = decodeBase64urlText(base64url, what)
  if (text === undefined) throw malformed(what, 'encoding', `The ${what} is not UTF-8.`)
  return parseJson(text, what)
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Sets a member as data even if it is called `__proto__`, which plain assignment takes for the prototype. */
export function setMember(object: { [name: string]: Json }, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  } else {
    object[name] = value
  }
}

function countMembers(value: Json, depth: number, what: string): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth >= MAX_DEPTH) throw malformed(what, 'too_deep', `The ${what} is nested deeper than ${MAX_DEPTH} levels.`)
  let count = 0
  if (Array.isArray(value)) {
    for (const element of value) count += countMembers(element, depth + 1, what)
    return count
  }
  for (const member of Object.values(value)) count += 1 + countMembers(member, depth + 1, what)
  return count
}

/** The engine takes a long while over text that is nested deeply, and then it is refused. Short text cannot be. */
const LONG = 10_000

function checkDepth(text: string, what: string): void {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      i = endOfString(text, i)
      if (i < 0) return
    } else if (code === BRACKET || code === BRACE) depth += 1
    else if (code === BRACKET_END || code === BRACE_END) depth -= 1
    if (depth > MAX_DEPTH) throw malformed(what, 'too_deep', `The ${what} is nested deeper than ${MAX_DEPTH} levels.`)
  }
}

const BRACKET = 91
const BRACKET_END = 93
const BRACE = 123
const BRACE_END = 125
const QUOTE = 34
const COLON = 58
const BACKSLASH = 92

/** Colons outside strings: in valid JSON, one for each member. */
function countColons(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === COLON) count += 1
    else if (code === QUOTE) i = endOfString(text, i)
  }
  return count
}

/** @returns -1 where it does not end */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(index - 1 - backslashes) === BACKSLASH) backslashes += 1
  return backslashes % 2 === 1
}

function malformed(
  what: string,
  reason: 'syntax' | 'encoding' | 'duplicate_key' | 'too_deep' | 'not_an_object',
  message: string,
) {
  return new CredentialError('json_malformed', message, { what, reason })
}
