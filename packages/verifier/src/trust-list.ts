import {
  ASSURANCE_LEVELS,
  type AssuranceLevel,
  type BundleVerifier,
  BundleVerifierSchema,
  CredentialError,
  type DataProtectionAuthority,
  DataProtectionAuthoritySchema,
  parseJson,
} from '@bai/credential'
import * as z from 'zod'
import type { CertifiedIssuer, VouchedIssuer } from './collect-issuer.ts'
import { VerifierError } from './errors.ts'

const text = (max: number) => z.string().min(1).max(max)
const BilingualTextSchema = z.strictObject({ th: text(500), en: text(500) })
const day = z.iso.date()
/** How sure the issuer is of whom it gives a credential. */
const LevelSchema = z.enum(ASSURANCE_LEVELS).optional()

/** An issuer that is asked for its keys, lists and types. */
const CollectedSchema = z.strictObject({
  /** Credential issuer identifier. */
  url: z.url().max(500),
  /** The types that it may issue; left out: all that its metadata names, which is for a test network. */
  credential_types: z.array(text(500)).min(1).max(100).optional(),
  level: LevelSchema,
  /** First and last day of its authority. */
  since: day.optional(),
  until: day.optional(),
  certificate_authorities: z.array(text(20_000)).min(1).max(10).optional(),
})
/** An issuer that is found by its certificates; of its services, nothing is asked but the lists that are named here. */
const CertifiedSchema = z.strictObject({
  id: text(500),
  name: BilingualTextSchema,
  credential_types: z.array(text(500)).min(1).max(100),
  level: LevelSchema,
  since: day,
  until: day.optional(),
  certificate_authorities: z.array(text(20_000)).min(1).max(10),
  /** Addresses of its status lists; without them, its documents are undecided. */
  status_lists: z.array(z.url().max(2000)).max(1000).optional(),
})

/** Whom a publisher vouches for: one file, written by those who answer for it, made into a bundle at every publication. */
export const TrustListSchema = z.strictObject({
  issuers: z
    .array(z.union([CollectedSchema, CertifiedSchema]))
    .min(1)
    .max(10_000),
  /** Verifiers and all that each may ask for. */
  verifiers: z.array(BundleVerifierSchema).max(100_000).default([]),
  data_protection_authority: DataProtectionAuthoritySchema.optional(),
})

export type TrustList = {
  readonly collected: readonly VouchedIssuer[]
  readonly certified: readonly CertifiedIssuer[]
  readonly verifiers: readonly BundleVerifier[]
  readonly dataProtectionAuthority?: DataProtectionAuthority | undefined
}

/** Reads a trust list. @throws VerifierError `trust_list_malformed`, with the field */
export function parseTrustList(content: string): TrustList {
  const parsed = TrustListSchema.safeParse(parse(content))
  if (!parsed.success) {
    const { path, message } = closestIssue(parsed.error.issues[0])
    throw malformed(path.join('.'), message)
  }
  const { issuers, verifiers, data_protection_authority: dataProtectionAuthority } = parsed.data
  return {
    collected: issuers.flatMap((issuer) => ('url' in issuer ? [vouchedOf(issuer)] : [])),
    certified: issuers.flatMap((issuer) => ('url' in issuer ? [] : [certifiedOf(issuer)])),
    verifiers,
    dataProtectionAuthority,
  }
}

function vouchedOf(issuer: z.infer<typeof CollectedSchema>): VouchedIssuer {
  const { url, credential_types: credentialTypes, certificate_authorities: certificateAuthorities } = issuer
  return {
    url: url.replace(/\/$/, ''),
    ...(credentialTypes && { credentialTypes }),
    ...levelOf(issuer),
    ...periodOf(issuer),
    ...(certificateAuthorities && { certificateAuthorities: certificateAuthorities.map(derOf) }),
  }
}

function certifiedOf(issuer: z.infer<typeof CertifiedSchema>): CertifiedIssuer {
  const { id, name, credential_types, status_lists: statusLists = [] } = issuer
  const certificate_authorities = issuer.certificate_authorities.map(derOf)
  return {
    issuer: { id, name, credential_types, certificate_authorities, since: 0, ...levelOf(issuer), ...periodOf(issuer) },
    statusLists,
  }
}

function levelOf({ level }: { readonly level?: AssuranceLevel | undefined }) {
  return { ...(level !== undefined && { level }) }
}

/** Days in Thailand; the last one counts whole. */
function periodOf({ since, until }: { readonly since?: string | undefined; readonly until?: string | undefined }) {
  const startOf = (date: string) => Date.parse(`${date}T00:00:00+07:00`) / 1000
  return {
    ...(since !== undefined && { since: startOf(since) }),
    ...(until !== undefined && { until: startOf(until) + 86_400 }),
  }
}

/** PEM, or base64 of DER. */
function derOf(certificate: string): string {
  return certificate.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '')
}

/** Of the two kinds of issuer, what the one that nearly fits lacks. */
function closestIssue(issue: z.core.$ZodIssue | undefined): { path: readonly PropertyKey[]; message: string } {
  if (issue === undefined) return { path: [], message: '' }
  const [closest] = issue.code === 'invalid_union' ? [...issue.errors].sort((a, b) => a.length - b.length) : []
  if (closest?.[0] === undefined) return issue
  const inner = closestIssue(closest[0])
  return { path: [...issue.path, ...inner.path], message: inner.message }
}

function parse(content: string): unknown {
  try {
    return parseJson(content, 'trust list')
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause
    throw malformed('', 'it is no JSON', cause)
  }
}

function malformed(field: string, reason: string, cause?: unknown): VerifierError<'trust_list_malformed'> {
  const message = `The trust list is malformed at "${field}": ${reason}`
  return new VerifierError('trust_list_malformed', message, { field }, { cause })
}
