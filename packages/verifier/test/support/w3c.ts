import {
  type DisclosureFrame,
  encodeDidJwk,
  issueSdJwt,
  type JsonObject,
  type PresentationRequest,
  parseDisclosure,
  parseSdJwt,
  signJws,
} from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { type Case, holder, issuer, LIST, NOW, requestOf, seconds } from './gate.ts'
import { bind } from './parties.ts'

const DAY = 86_400
export const W3C_TYPE = 'ExampleCard'
const SUBJECT = { given_name: 'Anong', family_name: 'Suksai', birthdate: '1990-01-01' }
const FRAME: DisclosureFrame = { nested: { credentialSubject: { hidden: ['given_name', 'family_name', 'birthdate'] } } }

export type W3cOptions = {
  readonly claims?: JsonObject
  readonly header?: JsonObject
  readonly frame?: DisclosureFrame
  readonly disclose?: readonly string[]
  readonly request?: PresentationRequest
  /** How it is wrapped: with a key binding JWT, or in a presentation of the W3C model. */
  readonly form?: 'key-binding' | 'envelope'
  /** Of the presentation itself, where it is one of the W3C model. */
  readonly presentation?: JsonObject
  readonly presentationHeader?: JsonObject
  /** A JWT names its holder by a key, or only by the DID of its subject. */
  readonly boundBy?: 'cnf' | 'subject'
}

export function w3cRequest(format: 'vc+sd-jwt' | 'jwt_vc_json', names = ['given_name']): PresentationRequest {
  const claims = names.map((name) => ({ path: ['credentialSubject', name] }))
  const meta = { type_values: [['VerifiableCredential', W3C_TYPE]] }
  return requestOf({ credentials: [{ id: 'card', format, meta, claims }] })
}

const registered = {
  iss: issuer.did,
  iat: seconds(NOW) - DAY,
  exp: seconds(NOW) + 90 * DAY,
  cnf: { jwk: holder.publicJwk },
  status: { status_list: { uri: LIST, idx: 5 } },
} as const satisfies JsonObject
/** The bundle lets the issuer issue the W3C type. */
export const W3C_BUNDLE = { issuers: [{ credential_types: [W3C_TYPE] }] }

/** A case whose credential is one of the W3C data model 2.0, as VC-JOSE-COSE secures it. */
export async function presentW3c(options: W3cOptions = {}): Promise<Case> {
  const { request = w3cRequest('vc+sd-jwt'), disclose = ['given_name'], form = 'key-binding' } = options
  const issued = await issueSdJwt(
    {
      header: { typ: 'vc+sd-jwt', kid: issuer.kid, ...options.header },
      claims: {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential', W3C_TYPE],
        issuer: issuer.did,
        validFrom: '2026-11-19T00:00:00Z',
        validUntil: '2027-02-19T00:00:00Z',
        credentialSubject: SUBJECT,
        ...registered,
        ...options.claims,
      },
      frame: options.frame ?? FRAME,
    },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer.signer },
  )
  const [jwt = ''] = issued.split('~')
  const shown = parseSdJwt(issued).disclosures.filter((text) => disclose.includes(parseDisclosure(text).name ?? ''))
  const presented = `${[jwt, ...shown].join('~')}~`
  const presentation =
    form === 'key-binding'
      ? await bind(presented, { holder, request, now: NOW })
      : `${await envelope(presented, request, options)}~`
  return { request, bundle: W3C_BUNDLE, changed: () => presentation }
}

/** VC-JOSE-COSE, section 3.2.2, with nonce and audience as wallets put them. */
function envelope(credential: string, request: PresentationRequest, options: W3cOptions): Promise<string> {
  const payload = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiablePresentation'],
    verifiableCredential: [
      {
        '@context': 'https://www.w3.org/ns/credentials/v2',
        type: 'EnvelopedVerifiableCredential',
        id: `data:application/vc+sd-jwt,${credential}`,
      },
    ],
    nonce: request.nonce,
    aud: request.client_id,
    ...options.presentation,
  }
  return signJws({ typ: 'vp+sd-jwt', ...options.presentationHeader }, payload, holder)
}

/** A case whose credential is one of the W3C data model 1.1 as a JWT, in a presentation as a JWT. */
export async function presentJwt(options: W3cOptions = {}): Promise<Case> {
  const { request = w3cRequest('jwt_vc_json') } = options
  const { cnf, ...others } = registered
  const vc = {
    '@context': ['https://www.w3.org/2018/credentials/v1'],
    type: ['VerifiableCredential', W3C_TYPE],
    credentialSubject: { id: encodeDidJwk(holder.publicJwk), ...SUBJECT },
  }
  const payload = { vc, ...others, ...(options.boundBy !== 'subject' && { cnf }), ...options.claims }
  const credential = await signJws({ typ: 'JWT', kid: issuer.kid, ...options.header }, payload, issuer.signer)
  const did = encodeDidJwk(holder.publicJwk)
  const presentation = await signJws(
    { typ: 'JWT', kid: `${did}#0`, ...options.presentationHeader },
    {
      iss: did,
      aud: request.client_id,
      nonce: request.nonce,
      vp: {
        '@context': ['https://www.w3.org/2018/credentials/v1'],
        type: ['VerifiablePresentation'],
        verifiableCredential: [credential],
      },
      ...options.presentation,
    },
    holder,
  )
  return { request, bundle: W3C_BUNDLE, changed: () => presentation }
}
