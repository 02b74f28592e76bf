import {
  type BundleIssuer,
  type BundlePayload,
  type BundleVerifier,
  type DidDocument,
  didWebUrl,
  encodeDidWeb,
  isJsonObject,
  parseJson,
  type Signer,
  signBundle,
} from '@bai/credential'
import * as z from 'zod'
import { VerifierError } from './errors.ts'

const IssuerMetadataSchema = z.looseObject({
  credential_issuer: z.url(),
  display: z.array(z.looseObject({ name: z.string().max(500), locale: z.string().max(35) })).max(50),
  credential_configurations_supported: z.record(z.string(), z.looseObject({ vct: z.string().max(500).optional() })),
  status_list_aggregation_endpoint: z.url(),
  type_metadata_endpoint: z.url().optional(),
})
type IssuerMetadata = z.infer<typeof IssuerMetadataSchema>

const AggregationSchema = z.looseObject({ status_lists: z.array(z.url()).max(10_000) })

export type PrepareBundleInput = {
  /** Credential issuer identifiers whose authority the publisher vouches for. */
  readonly issuers: readonly string[]
  readonly verifiers: readonly BundleVerifier[]
  readonly sequence: number
  /** Seconds until the next bundle is due, and until this one decides nothing. */
  readonly nextInSeconds: number
  readonly expiresInSeconds: number
  readonly anchorKid: string
}

export type PrepareBundleDependencies = {
  /** Guarded: bounded in size and time, no redirects. */
  readonly fetch: typeof globalThis.fetch
  readonly now: () => Date
  readonly anchorSigner: Signer
  readonly allowLoopbackHttp: boolean
  readonly progress: (text: string) => void
}

/**
 * Collects from the issuers what a verifier needs while it is offline, and signs it: the only step that needs a network.
 *
 * @returns the bundle as a compact JWS
 * @throws VerifierError `issuer_unusable`; CredentialError `address_refused`, `address_unreachable`, `too_large`
 */
export async function prepareBundle(
  input: PrepareBundleInput,
  dependencies: PrepareBundleDependencies,
): Promise<string> {
  const iat = Math.floor(dependencies.now().getTime() / 1000)
  const issuers: BundleIssuer[] = []
  const statusLists: string[] = []
  const typeMetadata: Record<string, string> = {}
  for (const url of input.issuers) {
    dependencies.progress(`Reading ${url}`)
    const metadata = await fetchIssuerMetadata(url, dependencies)
    const types = credentialTypesOf(metadata)
    issuers.push(await describeIssuer(url, metadata, types, dependencies))
    statusLists.push(...(await fetchStatusLists(url, metadata, dependencies)))
    Object.assign(typeMetadata, await fetchTypeMetadata(metadata, types, dependencies))
  }
  const payload: BundlePayload = {
    version: 1,
    sequence: input.sequence,
    iat,
    next: iat + input.nextInSeconds,
    exp: iat + input.expiresInSeconds,
    issuers,
    status_lists: statusLists,
    type_metadata: typeMetadata,
    verifiers: [...input.verifiers],
  }
  return signBundle(payload, input.anchorKid, dependencies.anchorSigner)
}

async function fetchIssuerMetadata(url: string, dependencies: PrepareBundleDependencies): Promise<IssuerMetadata> {
  const { origin, pathname } = new URL(url)
  // OpenID4VCI 1.0, section 12.2.2: the well-known part goes before the path.
  const address = `${origin}/.well-known/openid-credential-issuer${pathname === '/' ? '' : pathname}`
  const parsed = IssuerMetadataSchema.safeParse(await fetchJson(address, dependencies))
  if (!parsed.success) throw unusable(url, `its metadata is malformed at "${parsed.error.issues[0]?.path.join('.')}"`)
  if (parsed.data.credential_issuer !== url) throw unusable(url, 'its metadata names another credential_issuer')
  return parsed.data
}

function credentialTypesOf(metadata: IssuerMetadata): readonly string[] {
  return Object.values(metadata.credential_configurations_supported).flatMap(({ vct }) =>
    vct === undefined ? [] : [vct],
  )
}

async function describeIssuer(
  url: string,
  metadata: IssuerMetadata,
  types: readonly string[],
  dependencies: PrepareBundleDependencies,
): Promise<BundleIssuer> {
  const id = encodeDidWeb(url)
  const document = await fetchJson(didWebUrl(id, dependencies), dependencies)
  if (!isJsonObject(document) || document['id'] !== id) throw unusable(url, 'its DID document names another DID')
  const nameIn = (locale: string) =>
    metadata.display.find((entry) => entry.locale.startsWith(locale))?.name ?? metadata.display[0]?.name ?? id
  return {
    id,
    name: { th: nameIn('th'), en: nameIn('en') },
    did_document: document as unknown as DidDocument,
    credential_types: [...types],
    since: 0,
  }
}

async function fetchStatusLists(
  url: string,
  metadata: IssuerMetadata,
  dependencies: PrepareBundleDependencies,
): Promise<readonly string[]> {
  const aggregation = AggregationSchema.safeParse(
    await fetchJson(metadata.status_list_aggregation_endpoint, dependencies),
  )
  if (!aggregation.success) throw unusable(url, 'its status list aggregation is malformed')
  const tokens: string[] = []
  for (const uri of aggregation.data.status_lists) {
    tokens.push((await fetchText(uri, 'application/statuslist+jwt', dependencies)).trim())
    dependencies.progress(`Status list ${tokens.length} of ${aggregation.data.status_lists.length}`)
  }
  return tokens
}

async function fetchTypeMetadata(
  metadata: IssuerMetadata,
  types: readonly string[],
  dependencies: PrepareBundleDependencies,
): Promise<Record<string, string>> {
  const documents: Record<string, string> = {}
  if (metadata.type_metadata_endpoint === undefined) return documents
  for (const vct of types) {
    const address = `${metadata.type_metadata_endpoint}/${encodeURIComponent(vct)}`
    documents[vct] = await fetchText(address, 'application/json', dependencies)
  }
  return documents
}

async function fetchJson(address: string, dependencies: PrepareBundleDependencies) {
  return parseJson(await fetchText(address, 'application/json', dependencies), 'answer')
}

async function fetchText(address: string, accept: string, { fetch }: PrepareBundleDependencies): Promise<string> {
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
