import { CredentialError, type CredentialQuery, isCertificateList, type TrustedIssuer } from '@bai/credential'
import { DEVELOPMENT_ISSUER } from './find-issuer-keys.ts'
import { failed } from './make-check.ts'
import type { Check } from './verdict.ts'
import type { VerificationContext } from './verify-presentation.ts'

/**
 * Whether one of the authorities that a query trusts stands behind the issuer (OpenID4VP 1.0, section 6.1.1, type `aki`):
 * its key identifier is in a certificate of the credential. Only a path counts that leads to an authority which the bundle
 * names for the issuer, however its key was found, for anybody can write a key identifier into a certificate.
 *
 * @returns nothing where the query leaves it open, or is content
 */
export async function checkAuthorities(
  { trusted_authorities: trusted }: Pick<CredentialQuery, 'trusted_authorities'>,
  x5c: unknown,
  issuer: TrustedIssuer,
  context: Pick<VerificationContext, 'now' | 'verifyCertificates' | 'trustedForDevelopment'>,
): Promise<readonly Check[]> {
  if (trusted === undefined) return []
  const identifiers = await authoritiesOf(x5c, issuer, context)
  const isTrusted = trusted.some(
    ({ type, values }) => type === 'aki' && values.some((value) => identifiers.includes(value)),
  )
  return isTrusted ? [] : [failed('issuer_not_accepted')]
}

async function authoritiesOf(
  x5c: unknown,
  issuer: TrustedIssuer,
  { now, verifyCertificates, trustedForDevelopment }: Parameters<typeof checkAuthorities>[3],
): Promise<readonly string[]> {
  const anchors =
    issuer === DEVELOPMENT_ISSUER ? (trustedForDevelopment?.certificates ?? []) : issuer.certificateAuthorities
  if (verifyCertificates === undefined || anchors.length === 0 || !isCertificateList(x5c)) return []
  try {
    return (await verifyCertificates(x5c, { anchors, now })).authorityKeyIdentifiers
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    return []
  }
}
