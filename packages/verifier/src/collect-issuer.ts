import {
  type AssuranceLevel,
  type BundleIssuer,
  type DidDocument,
  didWebUrl,
  encodeDidWeb,
  isJsonObject,
  type Json,
  parseJson,
} from '@bai/credential'
import * as z from 'zod'
import { VerifierError } from './errors.ts'

const IssuerMetadataSchema = z.looseObject({
  credential_issuer: z.url(),
  display: z.array(z.looseObject({ name: z.string().max(500), locale: z.string().max(35) })).max(50),
  credential_configurations_supported: z.record(
    z.string(),
    z.looseObject({
      vct: z.string().max(500).optional(),
      credential_definition: z.looseObject({ type: z.array(z.string().max(500)).max(20) }).optional(),
    }),
  ),
  status_list_aggregation_endpoint: z.url(),
  type_metadata_endpoint: z.url().optional(),
})
type IssuerMetadata = z.infer<typeof IssuerMetadataSchema>

const AggregationSchema = z.looseObject({ status_lists: z.array(z.url()).max(10_000) })

export type CollectDependencies = {
  /** Guarded: bounded in size and time, no redirects. */
  readonly fetch: typeof globalThis.fetch
  readonly allowLoopbackHttp: boolean
  readonly progress: (text: string) => void
}

export type VouchedIssuer = {
  /** Credential issuer identifier. */
  readonly url: string
  /** The `vct` values that it may issue: authority is given, not claimed. Left out: all that its metadata names. */
  readonly credentialTypes?: readonly string[]
  /** Of what it issues; left out: nobody vouches for one. */
  readonly level?: AssuranceLevel
  /** Of its authority, in seconds; left out: whatever it has signed so far, and from now on. */
  readonly since?: number
  readonly until?: number
  /** Authorities that certify its keys, as base64 of DER. */
  readonly certificateAuthorities?: readonly string[]
}

/** An issuer that is found by its certificates, and the addresses of its status lists. */
export type CertifiedIssuer = { readonly issuer: BundleIssuer; readonly statusLists: readonly string[] }

/** What a bundle says of one issuer. */
export type CollectedIssuer = {
  readonly issuer: BundleIssuer
  readonly statusLists: readonly string[]
  readonly typeMetadata: Readonly<Record<string, string>>
}

/**
 * Collects an issuer's keys, status lists and type metadata from where its metadata says they are.
 *
 * @throws VerifierError `issuer_unusable`; CredentialError `address_refused`, `address_unreachable`, `too_large`
 */
export async function collectIssuer(
  vouched: VouchedIssuer,
  dependencies: CollectDependencies,
): Promise<CollectedIssuer> {
  const { url, credentialTypes } = vouched
  dependencies.progress(`Reading ${url}`)
  const metadata = await fetchIssuerMetadata(url, dependencies)
  const types = credentialTypes ?? credentialTypesOf(metadata)
  return {
    issuer: await describeIssuer(vouched, metadata, types, dependencies),
    statusLists: await fetchStatusLists(url, metadata, dependencies),
    typeMetadata: await fetchTypeMetadata(metadata, types, dependencies),
  }
}

/**
 * Collects the status lists of an issuer that is found by its certificates.
 *
 * @throws VerifierError `issuer_unusable`; CredentialError `address_refused`, `address_unreachable`, `too_large`
 */
export async function collectCertifiedIssuer(
  { issuer, statusLists }: CertifiedIssuer,
  dependencies: CollectDependencies,
): Promise<CollectedIssuer> {
  if (statusLists.length > 0) dependencies.progress(`Reading status lists of ${issuer.id}`)
  return { issuer, statusLists: await fetchTokens(statusLists, dependencies), typeMetadata: {} }
}

async function fetchIssuerMetadata(url: string, dependencies: CollectDependencies): Promise<IssuerMetadata> {
  if (!/^https?:/.test(url) || !URL.canParse(url)) throw unusable(url, 'its identifier is not a web address')
  const { origin, pathname } = new URL(url)
  // OpenID4VCI 1.0, section 12.2.2: the well-known part goes before the path.
  const address = `${origin}/.well-known/openid-credential-issuer${pathname === '/' ? '' : pathname}`
  const parsed = IssuerMetadataSchema.safeParse(await fetchJson(address, dependencies))
  if (!parsed.success) throw unusable(url, `its metadata is malformed at "${parsed.error.issues[0]?.path.join('.')}"`)
  if (parsed.data.credential_issuer !== url) throw unusable(url, 'its metadata names another credential_issuer')
  return parsed.data
}

function credentialTypesOf(metadata: IssuerMetadata): readonly string[] {
  const types = Object.values(metadata.credential_configurations_supported).flatMap(
    ({ vct, credential_definition: w3c }) => [...(vct === undefined ? [] : [vct]), ...(w3c?.type ?? [])],
  )
  // Every W3C credential is one; it says nothing of what it is.
  return [...new Set(types)].filter((type) => type !== 'VerifiableCredential')
}

async function describeIssuer(
  { url, level, since = 0, until, certificateAuthorities }: VouchedIssuer,
  metadata: IssuerMetadata,
  types: readonly string[],
  dependencies: CollectDependencies,
): Promise<BundleIssuer> {
  const id = encodeDidWeb(url)
  const document = await fetchJson(didWebUrl(id, dependencies), dependencies)
  if (!isJsonObject(document) || document['id'] !== id) throw unusable(url, 'its DID document names another DID')
  const certificates = await fetchCertificates(url, dependencies)
  const nameIn = (locale: string) =>
    metadata.display.find((entry) => entry.locale.startsWith(locale))?.name ?? metadata.display[0]?.name ?? id
  return {
    id,
    name: { th: nameIn('th'), en: nameIn('en') },
    did_document: document as unknown as DidDocument,
    credential_types: [...types],
    ...(level && { level }),
    since,
    ...(until !== undefined && { until }),
    ...(certificateAuthorities && { certificate_authorities: [...certificateAuthorities] }),
    ...(certificates.length > 0 && { certificates }),
  }
}

const JwtVcIssuerSchema = z.looseObject({
  jwks: z.looseObject({
    keys: z.array(z.looseObject({ x5c: z.array(z.string().max(20_000)).max(5).optional() })).max(20),
  }),
})

/** As its `/.well-known/jwt-vc-issuer` tells them (SD-JWT VC, section 4). An issuer need not have one, nor certificates. */
async function fetchCertificates(url: string, { fetch }: CollectDependencies): Promise<string[]> {
  const { origin, pathname } = new URL(url)
  const address = `${origin}/.well-known/jwt-vc-issuer${pathname === '/' ? '' : pathname}`
  const response = await fetch(address, { headers: { accept: 'application/json' } })
  const parsed = JwtVcIssuerSchema.safeParse(response.ok ? await response.json().catch(() => undefined) : undefined)
  return parsed.success ? [...new Set(parsed.data.jwks.keys.flatMap(({ x5c = [] }) => x5c))] : []
}

async function fetchStatusLists(
  url: string,
  metadata: IssuerMetadata,
  dependencies: CollectDependencies,
): Promise<readonly string[]> {
  const aggregation = AggregationSchema.safeParse(
    await fetchJson(metadata.status_list_aggregation_endpoint, dependencies),
  )
  if (!aggregation.success) throw unusable(url, 'its status list aggregation is malformed')
  return fetchTokens(aggregation.data.status_lists, dependencies)
}

async function fetchTokens(uris: readonly string[], dependencies: CollectDependencies): Promise<readonly string[]> {
  const tokens: string[] = []
  for (const uri of uris) {
    tokens.push((await fetchText(uri, 'application/statuslist+jwt', dependencies)).trim())
    dependencies.progress(`Status list ${tokens.length} of ${uris.length}`)
  }
  return tokens
}

async function fetchTypeMetadata(
  metadata: IssuerMetadata,
  types: readonly string[],
  dependencies: CollectDependencies,
): Promise<Record<string, string>> {
  const documents: Record<string, string> = {}
  if (metadata.type_metadata_endpoint === undefined) return documents
  const published = new Set(Object.values(metadata.credential_configurations_supported).map(({ vct }) => vct))
  for (const vct of types.filter((type) => published.has(type))) {
    const address = `${metadata.type_metadata_endpoint}/${encodeURIComponent(vct)}`
    documents[vct] = await fetchText(address, 'application/json', dependencies)
  }
  return documents
}

async function fetchJson(address: string, dependencies: CollectDependencies): Promise<Json> {
  return parseJson(await fetchText(address, 'application/json', dependencies), 'answer')
}

async function fetchText(address: string, accept: string, { fetch }: CollectDependencies): Promise<string> {
  const response = await fetch(address, { headers: { accept } })
  if (!response.ok)
    throw unusable(new URL(address).origin, `it answered ${response.status} for ${new URL(address).pathname}`)
  return response.text()
}

function unusable(issuer: string, reason: string): VerifierError<'issuer_unusable'> {
  return new VerifierError('issuer_unusable', `The issuer ${issuer} cannot be put into the bundle: ${reason}.`, {
    issuer,
    reason,
  })
}
