import { type Holding, unusedCopies } from '@bai/wallet-agent'

export type DescribedHolding = {
  readonly line: string
  readonly copies: { readonly left: number; readonly used: number }
  readonly document: object
}

/** A credential of the wallet in words and as JSON, without a word of what is in it, nor a token. */
export function describeHolding(holding: Holding, now: Date): DescribedHolding {
  const { id, configurationId, vct, issuer, receivedAt, copies, deferral, grant } = holding
  const expiries = copies.flatMap(({ expiresAt }) => expiresAt ?? [])
  const expiresAt = expiries.sort().at(-1)
  const until =
    deferral === undefined
      ? `good until ${expiresAt ?? 'further notice'}`
      : `not decided yet, to be asked for again from ${deferral.askAgainAt} on (wallet refill)`
  const used = copies.filter(({ usedAt }) => usedAt !== undefined).length
  const counted = { left: unusedCopies(holding, now).length, used }
  const document = {
    id,
    type: configurationId,
    vct,
    issuer,
    received_at: receivedAt,
    expires_at: expiresAt,
    copies: counted,
    refillable: grant !== undefined,
    ...(deferral !== undefined && { ask_again_at: deferral.askAgainAt }),
  }
  return { line: `${configurationId} from ${issuer}, ${until}`, copies: counted, document }
}
