import type { TrustedIssuer } from './open-bundle.ts'

export type Issuance = {
  /** `vct`, or all the types of a W3C credential. */
  readonly types: readonly string[]
  /** In seconds; what does not say when it was issued was not issued in time. */
  readonly issuedAt: number | undefined
}

const DAY_SECONDS = 86_400

/**
 * Why an issuer of the bundle may not have issued a credential that it signed: the type is not its own, or it was not its
 * time. A good signature is not authority.
 */
export function issuingObjection(
  { credentialTypes, since, until }: Pick<TrustedIssuer, 'credentialTypes' | 'since' | 'until'>,
  { types, issuedAt }: Issuance,
): 'type' | 'period' | undefined {
  if (types.length === 0 || !types.every((type) => credentialTypes.has(type))) return 'type'
  // Timestamps are rounded down to the day, so `since` is compared by the day as well.
  const firstDay = Math.floor(since.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS
  if (issuedAt === undefined || issuedAt < firstDay) return 'period'
  return until !== undefined && issuedAt * 1000 >= until.getTime() ? 'period' : undefined
}
