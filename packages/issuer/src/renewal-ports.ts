/** Credentials that were revoked because what they said had changed, and that are to be offered anew (ARF, VCR_09). */
export type Renewal = {
  readonly id: string
  readonly subjectHash: string
  readonly configurationIds: readonly string[]
  /** `life_event:move` and the like. */
  readonly reason: string
  readonly createdAt: Date
  readonly offeredAt: Date | undefined
}

export interface RenewalStore {
  /** Renewals that nobody has offered yet and that no wallet has fetched of itself. The oldest first. */
  pending(limit: number): Promise<readonly Renewal[]>
  find(id: string): Promise<Renewal | undefined>
  /** Marks a renewal as offered. An offer that has expired may be followed by another. */
  markOffered(id: string, now: Date): Promise<void>
}
