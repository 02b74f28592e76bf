import { createDidResolver, type DidDocument, disclosureFrameOf, encodeDidWeb, type JsonObject } from '@bai/credential'
import type { ICreateVerifiableCredentialArgs, IIdentifier } from '@veramo/core-types'
import { credentialConfigurations } from '../credential-configurations.ts'
import type { CredentialSigner } from '../ports.ts'
import { type CreateIssuerAgentInput, createIssuerAgent, type IssuerAgent } from './agent.ts'
import type { SdJwtCredentialArgs } from './credential-provider-sd-jwt.ts'
import { publicJwkOf } from './public-jwk.ts'
import { createAgentSigner } from './signer.ts'

export type OpenCredentialSignerInput = Omit<CreateIssuerAgentInput, 'resolver'> & {
  /** The base address of the issuer; its `did:web` follows from it. */
  readonly credentialIssuer: string
}

const WEB = 'did:web:'

/**
 * The issuer's DID and key, made at the first start and the same ever after, behind the port that the use cases sign
 * with. Let one process start alone the first time: two at once would each make a key.
 *
 * @throws IssuerError `configuration_malformed` when the stored key does not open
 */
export async function openCredentialSigner(input: OpenCredentialSignerInput): Promise<CredentialSigner> {
  const own: { document?: DidDocument } = {}
  const resolver = createDidResolver((did) => (did === own.document?.id ? own.document : undefined))
  const agent = createIssuerAgent({ ...input, resolver })
  const identifier = await getOrCreateIdentifier(agent, input.credentialIssuer)
  own.document = documentOf(identifier)
  const { did } = identifier
  const signer = await createAgentSigner(agent, did)
  // A key that does not open is told now, not to the first citizen.
  await signer.sign('')
  const header = () => ({ kid: signer.keyId })
  return {
    did,
    keyId: signer.keyId,
    signer,
    header,
    issue: ({ configurationId, credential }) => issue(agent, { did, configurationId, credential, header: header() }),
    didDocument: async () => documentOf(await agent.didManagerGet({ did })) as unknown as JsonObject,
  }
}

async function getOrCreateIdentifier(agent: IssuerAgent, credentialIssuer: string): Promise<IIdentifier> {
  const alias = encodeDidWeb(credentialIssuer).slice(WEB.length)
  return agent.didManagerGetOrCreate({ provider: 'did:web', alias, options: { keyType: 'Secp256r1' } })
}

type Issuance = {
  readonly did: string
  readonly configurationId: string
  readonly credential: JsonObject
  readonly header: JsonObject
}

async function issue(agent: IssuerAgent, { did, configurationId, credential, header }: Issuance): Promise<string> {
  const configuration = credentialConfigurations.get(configurationId)
  if (configuration === undefined) throw new TypeError('There is no such credential configuration.')
  const { type, format } = configuration
  if (format === 'dc+sd-jwt' && credential['vct'] !== type.vct)
    throw new TypeError('The claims are not of this credential type.')
  if (format === 'jwt_vc_json') {
    const args = { proofFormat: 'jwt', credential, header } as unknown as ICreateVerifiableCredentialArgs
    return String((await agent.createVerifiableCredential(args)).proof['jwt'])
  }
  const frame = disclosureFrameOf(type)
  const args: SdJwtCredentialArgs = {
    proofFormat: format,
    credential: { issuer: did, credentialSubject: credential },
    disclosureFrame: format === 'vc+sd-jwt' ? { nested: { credentialSubject: frame } } : frame,
    header,
  }
  return String(await agent.createVerifiableCredential(args as unknown as ICreateVerifiableCredentialArgs))
}

/** All keys of the DID, each good for credentials, status lists and whatever else the issuer signs. */
function documentOf({ did, keys }: IIdentifier): DidDocument {
  const methods = keys.map((key) => ({
    id: `${did}#${key.kid}`,
    type: 'JsonWebKey2020',
    controller: did,
    publicKeyJwk: { ...publicJwkOf(key) },
  }))
  const ids = methods.map(({ id }) => id)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: did,
    verificationMethod: methods,
    authentication: ids,
    assertionMethod: ids,
  }
}
