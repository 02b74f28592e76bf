import { keysOf } from '../did/document.ts'
import { CredentialError } from '../errors.ts'
import { BAI_ALGORITHMS } from '../jose/algorithms.ts'
import type { PublicJwk } from '../jose/jwk.ts'
import { parseJws, verifyJws } from '../jose/jws.ts'
import { parseJsonObject } from '../json.ts'
import type { Platform, VerificationKey } from '../platform.ts'
import { type StatusList, verifyStatusList } from '../status-list/token.ts'
import {
  type AssuranceLevel,
  BUNDLE_TYP,
  type BundleIssuer,
  BundleSchema,
  type BundleVerifier,
  type DataProtectionAuthority,
} from './bundle.ts'
import { findCertifiedIssuer, type VerifyCertificates } from './find-certified-issuer.ts'

export type TrustedIssuer = {
  readonly id: string
  readonly name: { readonly th: string; readonly en: string }
  readonly keys: readonly VerificationKey[]
  readonly didDocument: BundleIssuer['did_document']
  /** Base64 of DER; none where its keys are found by the DID document alone. */
  readonly certificateAuthorities: readonly string[]
  readonly credentialTypes: ReadonlySet<string>
  /** Of what it issues; none where nobody vouches for one. */
  readonly level?: AssuranceLevel | undefined
  readonly since: Date
  readonly until: Date | undefined
}

/** A verified bundle: keys imported, lists inflated, ready to answer without waiting. */
export type Bundle = {
  readonly sequence: number
  readonly issuedAt: Date
  readonly nextAt: Date
  readonly expiresAt: Date
  readonly issuers: ReadonlyMap<string, TrustedIssuer>
  /** By the issuer that signed the list, then by the list's uri: one issuer's list says nothing of another's credentials. */
  readonly statusLists: ReadonlyMap<string, ReadonlyMap<string, StatusList>>
  readonly typeMetadata: ReadonlyMap<string, string>
  readonly verifiers: ReadonlyMap<string, BundleVerifier>
  /** Where holders report a verifier. */
  readonly dataProtectionAuthority?: DataProtectionAuthority | undefined
  /** Of all issuers; what both sides of a QR code hold (docs/offline-profile.md). */
  readonly certificates: readonly string[]
}

export type OpenBundleOptions = {
  /** The pinned anchors: one, or two while the key is rolled over. */
  readonly anchors: readonly PublicJwk[]
  /** The sequence number last accepted; an older bundle would bring back what has been revoked since. */
  readonly lastSequence?: number
  /** For lists whose key is in their certificates. Left out: a bundle with such a list does not open. */
  readonly verifyCertificates?: VerifyCertificates | undefined
}

const MAX_BUNDLE_LENGTH = 64_000_000

/**
 * Verifies a bundle against the pinned anchors and makes it ready for use. Whether it is still fresh is not decided here
 * but at every use, for a bundle grows old while it is open.
 *
 * @throws CredentialError `too_large`, `signature_invalid`, `key_not_found`, `certificate_path_invalid`,
 *   `bundle_malformed`, `bundle_rolled_back`
 */
export async function openBundle(token: string, options: OpenBundleOptions, platform: Platform): Promise<Bundle> {
  if (token.length > MAX_BUNDLE_LENGTH) {
    throw new CredentialError('too_large', 'The bundle is larger than 64 MB.', {
      what: 'bundle',
      limit: MAX_BUNDLE_LENGTH,
    })
  }
  const payload = await verifyBundle(token, options, platform)
  if (options.lastSequence !== undefined && payload.sequence < options.lastSequence) {
    const { sequence } = payload
    throw new CredentialError('bundle_rolled_back', 'This bundle is older than one that was accepted before.', {
      sequence,
      lastSeen: options.lastSequence,
    })
  }
  const issuedAt = new Date(payload.iat * 1000)
  const issuers = new Map<string, TrustedIssuer>()
  for (const issuer of payload.issuers) issuers.set(issuer.id, await trustedIssuer(issuer, platform))
  return {
    sequence: payload.sequence,
    issuedAt,
    nextAt: new Date(payload.next * 1000),
    expiresAt: new Date(payload.exp * 1000),
    issuers,
    statusLists: await openStatusLists(payload.status_lists, issuers, issuedAt, options, platform),
    typeMetadata: new Map(Object.entries(payload.type_metadata)),
    verifiers: new Map(payload.verifiers.map((verifier) => [verifier.client_id, verifier])),
    dataProtectionAuthority: payload.data_protection_authority,
    certificates: payload.issuers.flatMap(({ certificates = [] }) => certificates),
  }
}

async function verifyBundle(token: string, { anchors }: OpenBundleOptions, platform: Platform) {
  const jws = parseJws(token)
  const keys = await Promise.all(anchors.map((anchor) => platform.importKey(anchor)))
  await verifyJws(jws, keys, { typ: [BUNDLE_TYP], algorithms: BAI_ALGORITHMS, what: 'bundle' })
  const parsed = BundleSchema.safeParse(parseJsonObject(jws.payload, 'bundle'))
  if (parsed.success) return parsed.data
  const reason = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new CredentialError('bundle_malformed', `The bundle is signed but malformed at "${reason}".`, { reason })
}

async function trustedIssuer(issuer: BundleIssuer, platform: Platform): Promise<TrustedIssuer> {
  const { did_document: document } = issuer
  if (document !== undefined && document.id !== issuer.id) {
    throw new CredentialError('bundle_malformed', 'A DID document in the bundle belongs to another issuer.', {
      reason: 'issuers',
    })
  }
  return {
    id: issuer.id,
    name: issuer.name,
    keys: await Promise.all(keysIn(document).map((key) => platform.importKey(key))),
    didDocument: document,
    certificateAuthorities: issuer.certificate_authorities ?? [],
    credentialTypes: new Set(issuer.credential_types),
    level: issuer.level,
    since: new Date(issuer.since * 1000),
    until: issuer.until === undefined ? undefined : new Date(issuer.until * 1000),
  }
}

function keysIn(document: BundleIssuer['did_document']): readonly PublicJwk[] {
  return document === undefined ? [] : keysOf(document, 'assertionMethod')
}

/**
 * Every list must verify under a key of an issuer in the same bundle, of its DID document or of a certificate that was good
 * when the bundle was made. One that does not spoils the bundle, for leaving it out would leave its revocations out.
 */
async function openStatusLists(
  tokens: readonly string[],
  issuers: ReadonlyMap<string, TrustedIssuer>,
  now: Date,
  { verifyCertificates }: OpenBundleOptions,
  platform: Platform,
): Promise<Bundle['statusLists']> {
  const byIssuer = new Map<string, Map<string, StatusList>>()
  for (const token of tokens) {
    let signedBy = ''
    const findKeys = async ({
      kid,
      iss,
      x5c,
    }: {
      readonly kid: unknown
      readonly iss: unknown
      readonly x5c: unknown
    }) => {
      signedBy = typeof kid === 'string' ? (kid.split('#')[0] ?? '') : ''
      const keys = issuers.get(signedBy)?.keys.filter((key) => key.kid === kid) ?? []
      if (keys.length > 0 || verifyCertificates === undefined) return keys
      const input = { issuers: issuers.values(), verifyCertificates, now, platform }
      const found = await findCertifiedIssuer({ iss, x5c }, input)
      signedBy = found?.issuer.id ?? ''
      return found?.keys ?? []
    }
    const list = await verifyStatusList(token, { findKeys, now, skewSeconds: 60, algorithms: BAI_ALGORITHMS }, platform)
    const lists = byIssuer.get(signedBy) ?? new Map<string, StatusList>()
    byIssuer.set(signedBy, lists.set(list.uri, list))
  }
  return byIssuer
}
