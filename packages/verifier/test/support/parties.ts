import {
  createKeyBindingJwt,
  type DidDocument,
  type DisclosureFrame,
  issueSdJwt,
  type JsonObject,
  type PresentationRequest,
  parseDisclosure,
  parseSdJwt,
  SD_JWT_VC_TYP,
  singleKeyDocument,
} from '@bai/credential'
import { generateNodeSigner, type NodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'

/** An issuer with one key, as a bundle knows it. */
export type TestIssuer = {
  readonly did: string
  readonly kid: string
  readonly signer: NodeSigner
  readonly document: DidDocument
}

export function createIssuer(did = 'did:web:issuer.example'): TestIssuer {
  const signer = generateNodeSigner()
  return { did, kid: `${did}#key-1`, signer, document: singleKeyDocument(did, 'key-1', signer.publicJwk) }
}

export type IssueOptions = {
  readonly claims?: JsonObject
  readonly header?: JsonObject
  readonly frame?: DisclosureFrame
}

/** Issues an SD-JWT of exactly these claims, signed by the issuer's key. */
export function issue(
  { kid, signer }: TestIssuer,
  { claims = {}, header = {}, frame = {} }: IssueOptions,
): Promise<string> {
  return issueSdJwt(
    { header: { typ: SD_JWT_VC_TYP, kid, ...header }, claims, frame },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer },
  )
}

export type PresentOptions = {
  readonly holder: NodeSigner
  readonly request: Pick<PresentationRequest, 'nonce' | 'client_id'>
  readonly now: Date
  /** Names of the claims that are shown, at whatever level; elements of arrays are shown by their value's `id`. */
  readonly disclose: readonly string[]
}

/** Presents a credential with the named disclosures, bound to a request. */
export async function present(credential: string, { holder, request, now, disclose }: PresentOptions): Promise<string> {
  const [jwt = ''] = credential.split('~')
  const shown = parseSdJwt(credential).disclosures.filter((text) => {
    const { name, value } = parseDisclosure(text)
    return disclose.includes(name ?? String((value as JsonObject)['id']))
  })
  return bind(`${[jwt, ...shown].join('~')}~`, { holder, request, now })
}

/** Adds the holder's proof to what is presented, whatever it is. */
export async function bind(
  presented: string,
  { holder, request, now }: Omit<PresentOptions, 'disclose'>,
): Promise<string> {
  const binding = { nonce: request.nonce, audience: request.client_id, now }
  return presented + (await createKeyBindingJwt(presented, binding, { signer: holder, platform: nodePlatform }))
}
