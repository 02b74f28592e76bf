import {
  createDidResolver,
  type DidDocument,
  encodeDidWeb,
  findCertifiedIssuer,
  issuerDidUrl,
  keyOf,
  keysForKid,
  namesDidWeb,
  resolveDid,
  type UnverifiedIssuerHint,
  type VerificationKey,
} from '@bai/credential'
import { fetchDidDocument } from '../fetch-did-document.ts'
import type { WalletDependencies } from '../ports.ts'
import { fetchIssuerKeys } from './fetch-issuer-keys.ts'
import type { FindIssuer } from './find-issuer.ts'

/**
 * The issuer that made the offer and nobody else, for a wallet without a trust bundle. It says who it is by the `did:web` of
 * its own address, by a certificate for that address, or by the metadata there (SD-JWT VC, section 2.5). Any other DID,
 * `did:jwk` above all, proves that somebody has a key, and not that the issuer has it. What is fetched is fetched once.
 *
 * @param issuer the credential issuer identifier
 * @returns which yields no keys for whoever is somebody else
 */
export function findOfferedIssuer(issuer: string, dependencies: WalletDependencies): FindIssuer {
  const did = encodeDidWeb(issuer)
  let document: Promise<DidDocument | undefined> | undefined
  let published: Promise<readonly VerificationKey[]> | undefined
  const resolver = createDidResolver(() => {
    document ??= fetchDidDocument(did, dependencies)
    return document
  })
  return async (hint) => {
    const didUrl = didUrlOf(hint, did)
    if (didUrl !== undefined) {
      const key = keyOf(await resolveDid(resolver, did), didUrl, 'assertionMethod')
      return { keys: [await dependencies.platform.importKey(key)] }
    }
    const { certificates, issuerAnchors = [] } = dependencies
    if (hint.x5c !== undefined && certificates && issuerAnchors.length > 0)
      return { keys: await certifiedKeys(hint, issuer, dependencies) }
    if (hint.iss !== issuer) return { keys: [] }
    published ??= fetchIssuerKeys(issuer, dependencies)
    return { keys: keysForKid(await published, hint.kid) }
  }
}

/** Where a credential names a key of the issuer's `did:web`. */
function didUrlOf(hint: UnverifiedIssuerHint, did: string): string | undefined {
  const url = namesDidWeb(hint.iss, did) ? issuerDidUrl(hint) : undefined
  return url?.startsWith(`${did}#`) ? url : undefined
}

async function certifiedKeys(
  hint: UnverifiedIssuerHint,
  issuer: string,
  { certificates, issuerAnchors = [], now, platform }: WalletDependencies,
): Promise<readonly VerificationKey[]> {
  if (certificates === undefined) return []
  const found = await findCertifiedIssuer(hint, {
    issuers: [{ id: issuer, certificateAuthorities: issuerAnchors }],
    verifyCertificates: certificates.verifyPath.bind(certificates),
    now: now(),
    platform,
  })
  return found?.keys ?? []
}
