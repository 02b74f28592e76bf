import type { JsonObject } from '@bai/credential'

/**
 * `registrar` works with citizens; `supervisor` also with the register, keys, agencies and operators; `auditor` looks at
 * what was done and at counts, and at nobody's data. `root` is the token that the issuer was started with: all of it, for
 * making the first operators.
 */
export const OPERATOR_ROLES = ['registrar', 'supervisor', 'auditor'] as const
export type OperatorRole = (typeof OPERATOR_ROLES)[number] | 'root'

/** Who acts. */
export type Operator = {
  /** Nothing for `root`. */
  readonly id: string | undefined
  readonly name: string
  readonly role: OperatorRole
}

export type StoredOperator = {
  readonly id: string
  readonly name: string
  readonly role: (typeof OPERATOR_ROLES)[number]
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | undefined
}

export interface OperatorStore {
  add(operator: StoredOperator, tokenHash: string): Promise<void>
  find(id: string): Promise<{ readonly operator: StoredOperator; readonly tokenHash: string } | undefined>
  list(): Promise<readonly StoredOperator[]>
  /** Ends an operator's rights and sessions. @returns whether there was such a one that was not revoked yet */
  revoke(id: string, now: Date): Promise<boolean>
  addSession(
    sessionHash: string,
    operatorId: string | undefined,
    times: { readonly now: Date; readonly expiresAt: Date },
  ): Promise<void>
  /** Marks a session as used. @returns nothing for one that is unknown, over, or was not used for `idleSeconds` */
  useSession(
    sessionHash: string,
    now: Date,
    idleSeconds: number,
  ): Promise<{ readonly operatorId: string | undefined } | undefined>
  endSession(sessionHash: string): Promise<void>
}

/** What there is about somebody, for a registrar. No claim, no key, no index of a status list. */
export type CitizenFile = {
  readonly credentials: readonly {
    readonly configurationId: string
    readonly state: 'valid' | 'expired' | 'revoked'
    readonly reason: string | undefined
    readonly count: number
    readonly validUntil: Date
  }[]
  readonly enrolments: readonly { readonly id: string; readonly outcome: string; readonly createdAt: Date }[]
  readonly grants: readonly {
    readonly clientId: string | undefined
    readonly createdAt: Date
    readonly revokedAt: Date | undefined
  }[]
  readonly renewals: readonly { readonly id: string; readonly types: readonly string[]; readonly reason: string }[]
}

export interface CitizenFiles {
  open(subjectHash: string, now: Date): Promise<CitizenFile>
}

export type AuditedEntry = {
  readonly sequence: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly detail: JsonObject
}

export interface AuditReader {
  /** Newest first, without whom they are about. @param before sequence number; left out: the newest */
  list(before: number | undefined, limit: number): Promise<readonly AuditedEntry[]>
  /** Walks the hash chain, up to the first entry that does not hold. */
  check(): Promise<{ readonly entries: number; readonly firstBroken: number | undefined }>
}

/** One count of something on one day in one province; nothing for counts that are of no province. */
export type StatisticsRow = {
  readonly day: string
  readonly what: 'enrolled' | 'review' | 'refused' | 'issued' | 'revoked' | 'face_verified'
  /** Reason, configuration or nothing. */
  readonly of: string | undefined
  readonly province: string | undefined
  readonly count: number
}

export interface Statistics {
  /** @param from first day, `to` last day, of Thailand, `YYYY-MM-DD` */
  count(from: string, to: string): Promise<readonly StatisticsRow[]>
}

export type OperatorDependencies = {
  readonly operators: OperatorStore
  readonly citizenFiles: CitizenFiles
  readonly auditReader: AuditReader
  readonly statistics: Statistics
}
