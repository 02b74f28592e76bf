import { parseJson } from '@bai/credential'
import type * as z from 'zod'
import { IssuerError } from '../errors.ts'
import type { Timer } from '../face-ports.ts'

export type LinkageClientOptions = {
  /** Where the service is; https, or http on loopback. */
  readonly url: string
  readonly token: string
  readonly fetch: typeof globalThis.fetch
  readonly timer: Timer
  /** For one try; left out: three seconds. */
  readonly timeoutMilliseconds?: number
}

/** Asks the service one question. @throws IssuerError `register_unavailable`, `register_answer_malformed` */
export type AskLinkage = <T>(path: string, question: object, answer: z.ZodType<T>) => Promise<T>

const TIMEOUT_MILLISECONDS = 3_000
/** A question changes nothing, so it may be asked again. */
const WAITS_MILLISECONDS = [200, 800]
const MAX_BYTES = 2_000_000
/** So many questions in a row without an answer, all tries of each: then nobody is kept waiting for a while. */
const FAILURES_TO_OPEN = 3
const OPEN_MILLISECONDS = 15_000
const RETRY_SECONDS = 15

/** No answer came, or one that says to come back later. */
class NoAnswer extends Error {}

/**
 * A client of a linkage service, see docs/register.md. Questions go in the body, for addresses end up in logs. A service
 * that does not answer is left alone for a while, but for one question at a time that tries whether it is back.
 */
export function createLinkageClient(options: LinkageClientOptions): AskLinkage {
  const { timer } = options
  let failures = 0
  let openUntil = 0
  let trying = false

  return async (path, question, answer) => {
    const open = failures >= FAILURES_TO_OPEN
    if (open && (trying || timer.milliseconds() < openUntil)) throw unavailable('circuit_open')
    trying = open
    try {
      const text = await askWithRetries(path, question, options)
      failures = 0
      return read(text, answer)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      failures += 1
      openUntil = timer.milliseconds() + OPEN_MILLISECONDS
      throw unavailable(error.message)
    } finally {
      if (open) trying = false
    }
  }
}

async function askWithRetries(path: string, question: object, options: LinkageClientOptions): Promise<string> {
  for (const wait of WAITS_MILLISECONDS) {
    try {
      return await ask(path, question, options)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      await options.timer.wait(wait)
    }
  }
  return ask(path, question, options)
}

async function ask(path: string, question: object, options: LinkageClientOptions): Promise<string> {
  const { url, token, fetch, timeoutMilliseconds = TIMEOUT_MILLISECONDS } = options
  try {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(question),
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw refusalOf(response.status)
    }
    return await readBounded(response)
  } catch (error) {
    if (error instanceof IssuerError || error instanceof NoAnswer) throw error
    // The cause may hold the question; its name says enough.
    throw new NoAnswer(error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable')
  }
}

function refusalOf(status: number): Error {
  if (status === 429 || status >= 500) return new NoAnswer(`status_${status}`)
  // Asking again with the same token would be refused again, and is for the operator to put right.
  if (status === 401 || status === 403) return unavailable('unauthorized')
  return malformed(`status_${status}`)
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > MAX_BYTES) throw malformed('too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function read<T>(text: string, answer: z.ZodType<T>): T {
  let value: unknown
  try {
    value = parseJson(text, 'answer of the register')
  } catch {
    throw malformed('json')
  }
  const parsed = answer.safeParse(value)
  if (parsed.success) return parsed.data
  // Where, and never what: the names of fields that we do not know may be anything.
  const [issue] = parsed.error.issues
  throw malformed(issue?.path.join('.') || 'fields')
}

function unavailable(reason: string): IssuerError<'register_unavailable'> {
  const message = `The population register does not answer; try again in ${RETRY_SECONDS} seconds.`
  return new IssuerError('register_unavailable', message, { retryAfterSeconds: RETRY_SECONDS, reason })
}

export function malformed(reason: string): IssuerError<'register_answer_malformed'> {
  const message = 'The population register answered what is no answer by its contract; tell its operator.'
  return new IssuerError('register_answer_malformed', message, { reason })
}
