import { CredentialError } from '../errors.ts'
import type { JsonObject } from '../json.ts'

export type Moment = {
  readonly now: Date
  /** How far the two clocks may differ, in seconds. */
  readonly skewSeconds: number
}

/**
 * `exp`, `nbf` and `iat` against the clock (RFC 7519, section 4.1). An `iat` to come is refused as well: RFC 7519 leaves
 * it open, but a credential made in the future means that one of the two clocks, or the issuer, is wrong.
 *
 * @throws CredentialError `claim_invalid`, `credential_expired`, `credential_not_yet_valid`, `credential_issued_in_future`
 */
export function checkValidity(claims: JsonObject, { now, skewSeconds }: Moment): void {
  const seconds = now.getTime() / 1000
  const exp = numericDate(claims, 'exp')
  const nbf = numericDate(claims, 'nbf')
  const iat = numericDate(claims, 'iat')
  // Section 4.1.4: "on or after" exp is expired.
  if (exp !== undefined && seconds >= exp + skewSeconds) {
    const expiredAt = new Date(exp * 1000)
    throw new CredentialError('credential_expired', 'The validity of this token has ended.', { expiredAt })
  }
  if (nbf !== undefined && seconds < nbf - skewSeconds) {
    const validFrom = new Date(nbf * 1000)
    throw new CredentialError('credential_not_yet_valid', 'The validity of this token has not begun.', { validFrom })
  }
  if (iat !== undefined && seconds < iat - skewSeconds) {
    const issuedAt = new Date(iat * 1000)
    throw new CredentialError(
      'credential_issued_in_future',
      'This token says that it is issued in the future; check both clocks.',
      {
        issuedAt,
      },
    )
  }
}

/** A NumericDate claim in seconds, where present. @throws CredentialError `claim_invalid` */
export function numericDate(claims: JsonObject, claim: string): number | undefined {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 8_640_000_000_000) {
    throw new CredentialError('claim_invalid', `${claim} must be a NumericDate, in seconds.`, {
      claim,
      expected: 'NumericDate',
    })
  }
  return value
}
