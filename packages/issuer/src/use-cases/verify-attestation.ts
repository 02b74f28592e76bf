import {
  BAI_ALGORITHMS,
  type JsonObject,
  numericDate,
  type PublicJwk,
  parseJsonObject,
  parseJws,
  verifyJws,
} from '@bai/credential'
import type { WalletProvider } from '../authorization-ports.ts'
import type { IssuerDependencies } from '../ports.ts'

export type Attestation = { readonly provider: WalletProvider; readonly claims: JsonObject }

const SKEW_SECONDS = 60

/**
 * Verifies what a wallet provider attests, of a wallet or of keys: signed by a provider that the configuration names,
 * and good now.
 *
 * @param typ `oauth-client-attestation+jwt` or `key-attestation+jwt`
 * @returns nothing where no provider is believed that it could be of, or it has no date or a wrong one
 * @throws CredentialError those of `verifyJws`
 */
export async function verifyAttestation(
  attestation: string,
  typ: string,
  { configuration, platform, now }: Pick<IssuerDependencies, 'configuration' | 'platform' | 'now'>,
): Promise<Attestation | undefined> {
  const jws = parseJws(attestation)
  const claims = parseJsonObject(jws.payload, 'attestation')
  const { kid } = jws.header
  // A key attestation need not say who made it; then its key does.
  const provider = configuration.walletProviders.find(
    ({ issuer, keys }) =>
      claims['iss'] === issuer ||
      (claims['iss'] === undefined && keys.some((key) => key.kid !== undefined && key.kid === kid)),
  )
  if (provider === undefined) return undefined
  const keys = await Promise.all(fitting(provider.keys, kid).map((key) => platform.importKey(key)))
  await verifyJws(jws, keys, { typ: [typ], algorithms: BAI_ALGORITHMS, what: 'attestation' })
  const seconds = now().getTime() / 1000
  const [exp, nbf, iat] = [numericDate(claims, 'exp'), numericDate(claims, 'nbf'), numericDate(claims, 'iat')]
  if (exp === undefined && iat === undefined) return undefined
  if (exp !== undefined && exp <= seconds - SKEW_SECONDS) return undefined
  if ((nbf ?? 0) > seconds + SKEW_SECONDS || (iat ?? 0) > seconds + SKEW_SECONDS) return undefined
  return { provider, claims }
}

/** Those that the `kid` names; all of them where it names none. */
function fitting(keys: readonly PublicJwk[], kid: unknown): readonly PublicJwk[] {
  const named = keys.filter((key) => key.kid === kid)
  return named.length > 0 ? named : keys
}
