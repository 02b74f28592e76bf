import type { BilingualText, Json } from '@bai/credential'
import type { Policy, RetainedRecord, Verdict } from '../../src/index.ts'
import type { ResponseEncryption } from './response-encryption.ts'
import type { ClientIdPrefix } from './verifier-identity.ts'

export const RESPONSE_MODES = ['direct_post', 'direct_post.jwt'] as const
export type ResponseMode = (typeof RESPONSE_MODES)[number]

/** What became of a request. */
export type RequestOutcome =
  | { readonly status: 'pending' }
  | { readonly status: 'answered'; readonly verdict: Verdict }
  /** The wallet, or the person, said no; `error` is its code. */
  | { readonly status: 'refused'; readonly error: string }

/** What the person is given for what they show: its name, and what it will say, in the words of its type. */
export type Gives = { readonly name: BilingualText; readonly claims: readonly BilingualText[] }

/**
 * Called once with the decision on an answer, whichever it was.
 *
 * @param vpToken what was decided on, for who needs more of it than a verdict tells

 * @returns where the wallet goes on, such as an offer of a credential; undefined: as the request says
 */
export type OnDecided = (verdict: Verdict, vpToken: Json | undefined) => Promise<string | undefined>

/** One request, from its being made until what is left of it is dropped. */
export type RequestRecord = {
  /** The relying party's name for it. */
  readonly id: string
  /** The wallet's name for it; who has one does not know the other. */
  readonly handle: string
  readonly policy: Policy
  readonly prefix: ClientIdPrefix
  readonly clientId: string
  readonly byValue: boolean
  readonly responseMode: ResponseMode
  readonly responseUri: string
  readonly requestUri: string
  readonly nonce: string
  readonly state: string
  readonly encryption: ResponseEncryption | undefined
  readonly createdAt: Date
  readonly expiresAt: Date
  /** Same device: where the person goes on, and the code that proves it is the same person (section 8.2). */
  readonly redirectUri: string | undefined
  readonly responseCode: string | undefined
  outcome: RequestOutcome
  /** Answers that were none; too many end the request. */
  failedAnswers: number
  /** What the asker does with a decision, before the wallet is told where to go on; left out: nothing. */
  readonly onDecided: OnDecided | undefined
  readonly gives: Gives | undefined
  /** An answer is being decided on. */
  isTaken: boolean
}

/** Requests in memory: nothing of a presentation is written down anywhere but what a policy keeps. */
export type RequestStore = {
  /** @returns false where there is no room */
  add(record: RequestRecord): boolean
  byId(id: string): RequestRecord | undefined
  byHandle(handle: string): RequestRecord | undefined
  remove(id: string): void
  /** What policies keep, until when they say. */
  retained(): readonly RetainedRecord[]
  keep(record: RetainedRecord): void
}

export type RequestStoreOptions = {
  readonly now: () => Date
  readonly maxRequests: number
  /** How long an outcome can be fetched after the request has expired, in seconds. */
  readonly outcomeLifetimeSeconds: number
}

export function createRequestStore({ now, maxRequests, outcomeLifetimeSeconds }: RequestStoreOptions): RequestStore {
  const byId = new Map<string, RequestRecord>()
  const byHandle = new Map<string, RequestRecord>()
  let kept: RetainedRecord[] = []

  function remove(record: RequestRecord): void {
    byId.delete(record.id)
    byHandle.delete(record.handle)
  }

  /** Both are in the order in which they were made, so the oldest are found without looking at the others. */
  function sweep(): void {
    const time = now().getTime()
    for (const record of byId.values()) {
      if (record.expiresAt.getTime() + outcomeLifetimeSeconds * 1000 > time) break
      remove(record)
    }
    if (kept.some(({ until }) => until.getTime() <= time)) kept = kept.filter(({ until }) => until.getTime() > time)
  }

  return {
    add: (record) => {
      sweep()
      if (byId.size >= maxRequests) return false
      byId.set(record.id, record)
      byHandle.set(record.handle, record)
      return true
    },
    byId: (id) => {
      sweep()
      return byId.get(id)
    },
    byHandle: (handle) => {
      sweep()
      return byHandle.get(handle)
    },
    remove: (id) => {
      const record = byId.get(id)
      if (record) remove(record)
    },
    retained: () => {
      sweep()
      return kept
    },
    keep: (record) => {
      kept.push(record)
    },
  }
}
