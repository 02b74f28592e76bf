import {
  type Bundle,
  type BundleIssuer,
  createStatuses,
  encodeDidJwk,
  type Json,
  type JsonObject,
  openBundle,
  type PresentationRequest,
  type StatusBits,
  signBundle,
  signStatusList,
  writeStatus,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import {
  PolicySchema,
  standingRequest,
  type Verdict,
  type VerificationContext,
  verifyPresentation,
} from '../../src/index.ts'
import {
  bind,
  createIssuer,
  type IssueOptions,
  issue,
  type PresentOptions,
  present,
  type TestIssuer,
} from './parties.ts'

export const NOW = new Date('2026-11-20T09:00:00Z')
export const seconds = (date: Date) => Math.floor(date.getTime() / 1000)
/** A moment so many seconds after NOW. */
export const later = (offset: number) => new Date(NOW.getTime() + offset * 1000)

export const VCT = 'urn:example:card:1'
export const LIST = 'https://issuer.example/status-lists/1'
const DAY = 86_400
const STATUS_LIST_ENTRIES = 64

export const issuer = createIssuer()
/** In the bundle too, and allowed to issue another type only. */
export const otherIssuer = createIssuer('did:web:other.example')
export const OTHER_VCT = 'urn:example:ticket:1'
export const holder = generateNodeSigner()
export const anchor = generateNodeSigner()
const verifierDid = encodeDidJwk(generateNodeSigner().publicJwk)

/** Claims as they are issued, and the frame that hides those about the person. */
export const CLAIMS: JsonObject = {
  iss: issuer.did,
  sub: 'urn:example:subject',
  vct: VCT,
  'vct#integrity': 'sha256-AAAA',
  iat: seconds(NOW) - DAY,
  nbf: seconds(NOW) - DAY,
  exp: seconds(NOW) + 90 * DAY,
  cnf: { jwk: holder.publicJwk },
  status: { status_list: { uri: LIST, idx: 5 } },
  given_name: 'Anong',
  family_name: 'Suksai',
  birthdate: '1990-01-01',
  address: { road: 'Sathon', soi: '11' },
  members: [{ id: 'first' }, { id: 'second' }],
  country: 'TH',
}
/** No picture, but what stands in the place of one. */
export const PORTRAIT = 'data:image/webp;base64,UklGRg=='
export const FRAME = {
  hidden: ['given_name', 'family_name', 'birthdate', 'address', 'portrait'],
  nested: { address: { hidden: ['road', 'soi'] }, members: { elements: {} } },
}

/** A query for one credential. */
export function queryOf(claims: readonly (readonly (string | number | null)[])[] = [['given_name']]) {
  return {
    id: 'card',
    format: 'dc+sd-jwt' as const,
    meta: { vct_values: [VCT] },
    ...(claims.length > 0 && { claims: claims.map((path) => ({ path: [...path] })) }),
  }
}

export function requestOf(
  dcql_query: PresentationRequest['dcql_query'] = { credentials: [queryOf()] },
): PresentationRequest {
  return {
    aud: 'https://self-issued.me/v2',
    client_id: `decentralized_identifier:${verifierDid}`,
    response_type: 'vp_token',
    response_mode: 'bai.offline',
    nonce: 'n'.repeat(43),
    iat: seconds(NOW),
    exp: seconds(NOW) + 600,
    dcql_query,
    client_name: { th: 'ประตู', en: 'Gate' },
    purpose: { th: 'ทดสอบ', en: 'Test' },
  }
}

export type BundleOptions = {
  readonly issuers?: readonly Partial<BundleIssuer>[]
  /** Statuses by index; all others are valid. `null`: the bundle has no list. */
  readonly statuses?: Readonly<Record<number, number>> | null
  readonly bits?: StatusBits
  readonly listUri?: string
  readonly listSigner?: TestIssuer
  readonly listHeader?: JsonObject
  readonly listIssued?: number
  readonly listExpires?: number
  readonly listTtl?: number
  /** Seconds from NOW. */
  readonly made?: number
  readonly next?: number
  readonly expires?: number
}

/** A bundle of the two issuers, made now, with one status list. */
export async function bundleOf(options: BundleOptions = {}): Promise<Bundle> {
  const { statuses = {}, made = 0, next = DAY, expires = 3 * DAY, issuers = [{}] } = options
  const trusted: BundleIssuer = { ...described(issuer, VCT), name: { th: 'ผู้ออก', en: 'Issuer' } }
  const token = await signBundle(
    {
      version: 1,
      sequence: 7,
      iat: seconds(NOW) + made,
      next: seconds(NOW) + next,
      exp: seconds(NOW) + expires,
      issuers: [...issuers.map((changed) => ({ ...trusted, ...changed })), described(otherIssuer, OTHER_VCT)],
      status_lists: statuses === null ? [] : [await statusListOf(statuses, options)],
      type_metadata: {},
      verifiers: [],
    },
    'anchor',
    anchor,
  )
  const verifyCertificates = verifyCertificatePath
  return openBundle(token, { anchors: [anchor.publicJwk], verifyCertificates }, nodePlatform)
}

function described({ did, document }: TestIssuer, vct: string): BundleIssuer {
  return { id: did, name: { th: did, en: did }, did_document: document, credential_types: [vct], since: 0 }
}

export function statusListOf(statuses: Readonly<Record<number, number>>, options: BundleOptions = {}): Promise<string> {
  const {
    bits = 2,
    listUri: uri = LIST,
    listSigner = issuer,
    listHeader = { kid: listSigner.kid },
    listIssued = options.made ?? 0,
    listExpires = 7 * DAY,
    listTtl = DAY,
  } = options
  const packed = createStatuses(STATUS_LIST_ENTRIES, bits)
  for (const [index, status] of Object.entries(statuses)) writeStatus(packed, Number(index), status)
  return signStatusList(
    {
      uri,
      statuses: packed,
      issuedAt: later(listIssued),
      expiresAt: later(listExpires),
      ttlSeconds: listTtl,
      header: listHeader,
    },
    { platform: nodePlatform, signer: listSigner.signer },
  )
}

/** Claims in the place of others; undefined leaves one out. */
type ClaimChanges = { readonly [name: string]: Json | undefined }

/** What may differ from the good case, in which `given_name` is asked for and shown. */
export type Case = {
  readonly issued?: Omit<IssueOptions, 'claims'> & { readonly claims?: ClaimChanges; readonly by?: TestIssuer }
  /** Instead of what is issued and disclosed: a text that ends in a tilde, presented whole. */
  readonly presentedText?: string
  readonly presented?: Partial<PresentOptions>
  /** What becomes of the presentation on its way. */
  readonly changed?: (presentation: string) => string | Promise<string>
  readonly request?: PresentationRequest
  readonly bundle?: BundleOptions
  readonly policy?: Partial<VerificationContext['policy']>
  readonly now?: Date
  /** Shown without a request: a code of the holder's own making, or paper. The policy takes both unless it says otherwise. */
  readonly manner?: 'one-scan' | 'printed'
  readonly firstUse?: VerificationContext['firstUse']
  readonly trustedForDevelopment?: VerificationContext['trustedForDevelopment']
  /** Instead of `{ card: [presentation] }`. */
  readonly answer?: (presentation: string) => unknown
}

export const POLICY = { max_age_seconds: 300, skew_seconds: 60, when_stale: 'accept_with_warning' } as const

/** Issues, presents and verifies, as the case says. */
export async function decide(of: Case = {}): Promise<Verdict> {
  const { now = NOW, manner, firstUse = () => true } = of
  const presentation = await presentationOf(of)
  const answer = of.answer ? of.answer(presentation) : { card: [presentation] }
  const request = manner ? standingRequest(STANDING_POLICY, manner) : (of.request ?? requestOf())
  const policy = { ...POLICY, ...(manner && { presented_by: STANDING_POLICY.presented_by }), ...of.policy }
  const { trustedForDevelopment } = of
  const context = {
    ...{ request, policy, now, firstUse, verifyCertificates: verifyCertificatePath },
    ...(trustedForDevelopment && { trustedForDevelopment }),
  }
  return verifyPresentation(answer, { ...context, bundle: await bundleOf(of.bundle) }, nodePlatform)
}

/** Of a gate without a screen, which is a member of the class `gate`. */
export const STANDING_POLICY = PolicySchema.parse({
  name: 'gate',
  client_name: { th: 'ประตู', en: 'Gate' },
  purpose: { th: 'ทดสอบ', en: 'Test' },
  dcql_query: { credentials: [queryOf([['given_name'], ['portrait']])] },
  presented_by: ['one-scan', 'printed'],
  verifier_class: 'gate',
  face_check: 'staff',
})
/** What a wallet signs for a gate of that class (docs/offline-profile.md, one scan). */
export const CLASS_CHALLENGE = { client_id: 'bai.offline:class:gate', nonce: 'w'.repeat(22) }

/** The presentation of a case, before anybody looks at it. */
export async function presentationOf(of: Case = {}): Promise<string> {
  const { issued, presentedText, presented, changed, manner, now = NOW } = of
  const request = manner ? CLASS_CHALLENGE : (of.request ?? requestOf())
  const options = { holder, request, now, disclose: manner ? ['given_name', 'portrait'] : ['given_name'], ...presented }
  const claims = withoutUndefined({ ...CLAIMS, ...(manner && { portrait: PORTRAIT }), ...issued?.claims })
  const presentation =
    presentedText === undefined
      ? await present(await issue(issued?.by ?? issuer, { frame: FRAME, ...issued, claims }), options)
      : await bind(presentedText, options)
  const shown = manner === 'printed' ? presentation.slice(0, presentation.lastIndexOf('~') + 1) : presentation
  return changed ? changed(shown) : shown
}

function withoutUndefined(claims: ClaimChanges): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)) as JsonObject
}
