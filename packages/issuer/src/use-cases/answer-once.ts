import type { JsonObject } from '@bai/credential'
import { IssuerError, type IssuerErrorCode, type IssuerErrors } from '../errors.ts'
import type { IdempotencyStore, KeptAnswer } from '../face-ports.ts'

export type AnswerOnceInput = {
  readonly agencyKeyId: string
  /** `Idempotency-Key`; without one every request is a new one. */
  readonly idempotencyKey: string | undefined
  readonly endpoint: string
  readonly body: JsonObject
  /** Called when the answer is one from before. */
  readonly onReplay: () => void
}

type Dependencies = {
  readonly idempotency: IdempotencyStore
  readonly secrets: { requestHash(text: string): string }
  readonly now: () => Date
}

/** Refusals that the same request would get again; after any other one it may be sent again under its key. */
const LASTING: ReadonlySet<IssuerErrorCode> = new Set([
  'picture_unusable',
  'citizen_unknown',
  'citizen_not_eligible',
  'portrait_missing',
  'portrait_unusable',
])
/** For who asks while the first request is under way: it takes a second or so. */
const RETRY_SECONDS = 1

/**
 * Does the work of a request once, however often it is sent with its key: whoever sends it again gets the answer of before
 * and is not counted. Only the answer is kept, never the request.
 *
 * @throws IssuerError `idempotency_key_reused` for another body, `idempotency_key_in_use`, and what `work` throws
 */
export async function answerOnce(
  input: AnswerOnceInput,
  { idempotency, secrets, now }: Dependencies,
  work: () => Promise<JsonObject>,
): Promise<JsonObject> {
  const { agencyKeyId, idempotencyKey, endpoint, body, onReplay } = input
  if (idempotencyKey === undefined) return work()
  const keyHash = secrets.requestHash(`key:${idempotencyKey}`)
  const fingerprint = secrets.requestHash(`body:${JSON.stringify([endpoint, body])}`)
  const begun = await idempotency.begin({ agencyKeyId, keyHash, fingerprint }, now())
  if (begun.state === 'answered') {
    onReplay()
    return answerAgain(begun.answer)
  }
  if (begun.state === 'running') {
    throw new IssuerError('idempotency_key_in_use', 'The first request with this Idempotency-Key is under way.', {
      retryAfterSeconds: RETRY_SECONDS,
    })
  }
  if (begun.state === 'other_request') {
    const message = 'This Idempotency-Key was used for another request; take a new one for each.'
    throw new IssuerError('idempotency_key_reused', message, {})
  }
  try {
    const answer = await work()
    await idempotency.keep(begun.owner, { body: answer })
    return answer
  } catch (error) {
    if (error instanceof IssuerError && LASTING.has(error.code)) {
      const { code, message, details } = error
      await idempotency.keep(begun.owner, { refusal: { code, message, details: { ...details } } })
    } else {
      await idempotency.release(begun.owner)
    }
    throw error
  }
}

function answerAgain(answer: KeptAnswer): JsonObject {
  if ('body' in answer) return answer.body
  const { code, message, details } = answer.refusal
  // Kept by this file, so of a code that was one.
  throw new IssuerError(code as IssuerErrorCode, message, details as IssuerErrors[IssuerErrorCode])
}
