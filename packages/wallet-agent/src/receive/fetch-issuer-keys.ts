import { CredentialError, type JsonObject, parseJson, parsePublicJwk, type VerificationKey } from '@bai/credential'
import * as z from 'zod'
import type { WalletDependencies } from '../ports.ts'
import { malformedAnswer } from './answered.ts'

const KeySetSchema = z.looseObject({ keys: z.array(z.looseObject({})).max(100) })
/** draft-ietf-oauth-sd-jwt-vc, section 4.2: the keys, or where they are, and not both. */
const IssuerMetadataSchema = z
  .looseObject({ issuer: z.string(), jwks: KeySetSchema.optional(), jwks_uri: z.url().max(2_000).optional() })
  .refine(({ jwks, jwks_uri }) => (jwks === undefined) !== (jwks_uri === undefined))

/**
 * The keys that an issuer publishes at its own address (draft-ietf-oauth-sd-jwt-vc, section 4), without those that are for
 * something else or of a kind that is not known here.
 *
 * @returns none where it publishes nothing
 * @throws WalletError `issuer_answer_malformed`; CredentialError `json_malformed`, `address_refused`, …
 */
export async function fetchIssuerKeys(
  issuer: string,
  dependencies: Pick<WalletDependencies, 'fetch' | 'platform'>,
): Promise<readonly VerificationKey[]> {
  const answer = await fetchJson(metadataUrl(issuer), dependencies)
  if (answer === undefined) return []
  const { data: metadata } = IssuerMetadataSchema.safeParse(answer)
  // Section 4.3: of this very issuer, character by character.
  if (metadata?.issuer !== issuer) throw malformedAnswer('jwt_vc_issuer')
  const { jwks_uri: uri } = metadata
  const keySet = uri === undefined ? metadata.jwks : await fetchJson(uri, dependencies)
  const { data } = KeySetSchema.safeParse(keySet)
  if (data === undefined) throw malformedAnswer('jwks')
  return importKeys(data.keys, dependencies)
}

/** Section 4.1: between host and path. */
function metadataUrl(issuer: string): string {
  const { origin, pathname } = new URL(issuer)
  return `${origin}/.well-known/jwt-vc-issuer${pathname.replace(/\/$/, '')}`
}

async function fetchJson(url: string, { fetch }: Pick<WalletDependencies, 'fetch'>): Promise<unknown> {
  const response = await fetch(url, { headers: { accept: 'application/json' } })
  return response.ok ? parseJson(await response.text(), 'issuer metadata') : undefined
}

async function importKeys(
  keys: readonly { readonly [name: string]: unknown }[],
  { platform }: Pick<WalletDependencies, 'platform'>,
): Promise<readonly VerificationKey[]> {
  const imported: VerificationKey[] = []
  for (const jwk of keys) {
    if (jwk['use'] !== undefined && jwk['use'] !== 'sig') continue
    try {
      imported.push(await platform.importKey(parsePublicJwk(jwk as JsonObject)))
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error
    }
  }
  return imported
}
