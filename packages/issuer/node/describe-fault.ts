import { IssuerError } from '../src/index.ts'

export type FaultDescription = {
  readonly name: string
  readonly code?: string
  /** Of the issuer's own errors, which hold no value; of nobody else's. */
  readonly message?: string
  readonly stack: readonly string[]
  /** What led to it, from the next to the first. */
  readonly causes?: readonly { readonly name: string; readonly code?: string }[]
}

const MAX_CAUSES = 5
const MAX_FRAMES = 20
/** `at f (file:1:2)`, `at file:1:2`: what V8 writes, and nothing that somebody else may have written so. */
const FRAME =
  /^ {4}at (?:[\w$.<>[\] #]{1,200} \()?((?:file|node|eval|https?):\S{1,500}|\/\S{1,500}|<anonymous>|[A-Za-z]:\\\S{1,500}):\d+:\d+\)?$/

/**
 * What an operator may be told of a fault inside: kind, code and where, but no message of others. Those of a database, a
 * parser or a network quote what they were given, and a line of a message can be made to look like a frame.
 */
export function describeFault(error: unknown): FaultDescription {
  const { name, code } = kindOf(error)
  const causes = causesOf(error)
  return {
    name,
    ...(code !== undefined && { code }),
    ...(error instanceof IssuerError && { message: error.message }),
    stack: framesOf(error),
    ...(causes.length > 0 && { causes }),
  }
}

function kindOf(error: unknown): { readonly name: string; readonly code?: string } {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error ? String(error.code) : ''
  const name = /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : 'Error'
  return { name, ...(/^\w{1,60}$/.test(code) && { code }) }
}

function causesOf(error: unknown): readonly { readonly name: string; readonly code?: string }[] {
  const causes = []
  let cause = error instanceof Error ? error.cause : undefined
  while (cause !== undefined && causes.length < MAX_CAUSES) {
    causes.push(kindOf(cause))
    cause = cause instanceof Error ? cause.cause : undefined
  }
  return causes
}

function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return []
  // The message stands before the frames; of one that was changed since, FRAME leaves nothing but what looks like V8's own.
  const at = error.message === '' ? -1 : error.stack.indexOf(error.message)
  const after = at === -1 ? error.stack : error.stack.slice(at + error.message.length)
  return after
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim())
}
