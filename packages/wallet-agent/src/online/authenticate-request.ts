import {
  BAI_ALGORITHMS,
  createDidResolver,
  keyOf,
  type PublicJwk,
  parseJws,
  resolveDid,
  type UnverifiedJws,
  type VerificationKey,
  verifyJws,
} from '@bai/credential'
import { WalletError } from '../errors.ts'
import { fetchDidDocument } from '../fetch-did-document.ts'
import type { WalletDependencies } from '../ports.ts'
import { REQUEST_OBJECT_TYP } from './online-request.ts'
import { malformed } from './read-request-address.ts'

/** How sure it is who asks. */
export type VerifierIdentity = {
  readonly prefix: 'decentralized_identifier' | 'x509_hash' | 'x509_san_dns' | 'redirect_uri'
  /** Unsigned requests say who they are and prove nothing. */
  readonly signed: boolean
  /** `subject` of its certificate, where an authority that the wallet believes has certified it. */
  readonly certifiedAs: string | undefined
  /** That it answers for, by its certificate. */
  readonly dnsNames: readonly string[]
  /** By which its request was verified, and its receipt is to be; none where it is not signed. */
  readonly keys: readonly VerificationKey[]
}

/**
 * Verifies the signature of a request object by the key that its client id names (OpenID4VP 1.0, section 5.9.3).
 *
 * @returns who asks; the payload may be read now
 * @throws WalletError `request_malformed`, `verifier_unknown`; CredentialError `signature_invalid`, `key_not_found`, …
 */
export async function authenticateRequest(
  token: string,
  clientId: string,
  dependencies: WalletDependencies,
): Promise<VerifierIdentity> {
  const jws = parseJws(token.trim())
  const [prefix = '', rest = ''] = splitPrefix(clientId)
  if (prefix === 'decentralized_identifier') {
    const keys = await verify(jws, await keyOfDid(rest, jws.header['kid'], dependencies), dependencies)
    return { prefix, signed: true, certifiedAs: undefined, dnsNames: [], keys }
  }
  if (prefix !== 'x509_hash' && prefix !== 'x509_san_dns') throw unknown(prefix)
  const { certificates } = dependencies
  const chain = jws.header['x5c']
  if (!Array.isArray(chain) || !chain.every((entry) => typeof entry === 'string') || chain.length > 5)
    throw malformed('x5c')
  const [leaf = ''] = chain as readonly string[]
  if (certificates === undefined) throw unknown(prefix)
  const { publicJwk, dnsNames, thumbprint } = await certificates.read(leaf)
  if (prefix === 'x509_hash' && thumbprint !== rest) throw malformed('client_id_is_not_the_certificate')
  if (prefix === 'x509_san_dns' && !dnsNames.includes(rest)) throw malformed('client_id_is_not_in_the_certificate')
  const keys = await verify(jws, publicJwk, dependencies)
  return { prefix, signed: true, certifiedAs: await certifiedAs(chain, dependencies), dnsNames, keys }
}

/** What stands before the first colon, and the rest, which may have colons of its own. */
export function splitPrefix(clientId: string): readonly [prefix: string, rest: string] {
  const at = clientId.indexOf(':')
  return [clientId.slice(0, Math.max(0, at)), clientId.slice(at + 1)]
}

/** @returns the keys that it was verified by */
async function verify(
  jws: UnverifiedJws,
  jwk: PublicJwk,
  { platform }: WalletDependencies,
): Promise<readonly VerificationKey[]> {
  const keys = [await platform.importKey(jwk)]
  await verifyJws(jws, keys, { typ: [REQUEST_OBJECT_TYP], algorithms: BAI_ALGORITHMS, what: 'request' })
  return keys
}

async function keyOfDid(did: string, kid: unknown, dependencies: WalletDependencies): Promise<PublicJwk> {
  if (typeof kid !== 'string' || kid.split('#')[0] !== did) throw malformed('kid_is_not_of_the_client_id')
  const resolver = createDidResolver((web) => fetchDidDocument(web, dependencies))
  return keyOf(await resolveDid(resolver, did), kid, 'authentication')
}

/** A path that leads nowhere is no fault of the request: the holder is told that nobody known has certified it. */
async function certifiedAs(
  chain: readonly string[],
  { certificates, verifierAnchors = [], now }: WalletDependencies,
): Promise<string | undefined> {
  if (verifierAnchors.length === 0) return undefined
  return certificates?.verifyPath(chain, { anchors: verifierAnchors, now: now() }).then(
    ({ subject }) => subject,
    () => undefined,
  )
}

function unknown(prefix: string): WalletError<'verifier_unknown'> {
  const message = 'This verifier names itself in a way that this wallet cannot check, so nothing is shown to it.'
  return new WalletError('verifier_unknown', message, { prefix: prefix.slice(0, 50) })
}
