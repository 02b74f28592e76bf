import { WalletError } from './errors.ts'

/** One copy of a credential, bound to a key of its own: shown once, so that who sees it cannot tell it from another's. */
export type Copy = {
  readonly keyId: string
  /** The SD-JWT with all its disclosures. */
  readonly credential: string
  readonly expiresAt?: string | undefined
  readonly usedAt?: string | undefined
}

/** By what more copies are got without asking the person again. Secret: it does not leave the store but to its server. */
export type RefreshGrant = {
  /** Issuer identifier of the server that gave it, and the only one that is sent it. */
  readonly authorizationServer: string
  readonly refreshToken: string
  readonly clientId?: string | undefined
  /** The key that its use is to be proven with (RFC 9449, section 5). */
  readonly dpopKeyId?: string | undefined
}

/** What an issuer owes: a transaction to ask about again (OpenID4VCI 1.0, section 9). The token in it is secret. */
export type Deferral = {
  readonly transactionId: string
  readonly keyIds: readonly string[]
  readonly askAgainAt: string
  readonly authorizationServer: string
  readonly accessToken: string
  readonly clientId?: string | undefined
  readonly dpopKeyId?: string | undefined
}

/** A credential that is held, or owed, in copies that were checked. */
export type Holding = {
  readonly id: string
  readonly configurationId: string
  readonly vct: string
  /** Credential issuer identifier. */
  readonly issuer: string
  readonly receivedAt: string
  readonly copies: readonly Copy[]
  readonly grant?: RefreshGrant | undefined
  readonly deferral?: Deferral | undefined
}

/** Copies that were not shown yet and still hold. */
export function unusedCopies({ copies }: Holding, now: Date): readonly Copy[] {
  return copies.filter(({ usedAt, expiresAt }) => usedAt === undefined && isCurrent(expiresAt, now))
}

/**
 * The copy to show next: one that nobody has seen, or, when there is none and perhaps no network to get more, the last one
 * again (ARF 3.0, ISSU_37–51), so that the person is not left without a document.
 */
export function nextCopy(holding: Holding, now: Date): Copy | undefined {
  const [unused] = unusedCopies(holding, now)
  const current = holding.copies.findLast(({ expiresAt }) => isCurrent(expiresAt, now))
  return unused ?? current ?? holding.copies.at(-1)
}

/** @throws WalletError `copy_used` for one that was to be shown for the first time and was shown meanwhile */
export function markUsed(holding: Holding, keyId: string, { now, reuse }: { now: Date; reuse: boolean }): Holding {
  const copies = holding.copies.map((copy) => {
    if (copy.keyId !== keyId) return copy
    if (copy.usedAt === undefined || reuse) return { ...copy, usedAt: now.toISOString() }
    const message = 'This copy was shown by another answer meanwhile; plan the answer again.'
    throw new WalletError('copy_used', message, {})
  })
  return { ...holding, copies }
}

/** @throws WalletError `holding_unknown` */
export function findHolding(holdings: readonly Holding[], id: string): Holding {
  const holding = holdings.find((candidate) => candidate.id === id)
  if (holding !== undefined) return holding
  throw new WalletError('holding_unknown', 'This wallet holds no such credential; see wallet list.', {})
}

function isCurrent(expiresAt: string | undefined, now: Date): boolean {
  return expiresAt === undefined || new Date(expiresAt) > now
}
