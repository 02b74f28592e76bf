import {
  createDidResolver,
  type DidDocument,
  decodeBase64url,
  disclosureFrameOf,
  encodeDidWeb,
  type JsonObject,
} from '@bai/credential'
import type { ICreateVerifiableCredentialArgs, IKey } from '@veramo/core-types'
import { type CredentialCatalogue, registerCatalogue } from '../credential-configurations.ts'
import { createIssuerKeyStore } from '../database/issuer-key-store.ts'
import type { CredentialSigner } from '../ports.ts'
import { type CreateIssuerAgentInput, createIssuerAgent, type IssuerAgent } from './agent.ts'
import type { SdJwtCredentialArgs } from './credential-provider-sd-jwt.ts'
import { createIssuerKeys, type IssuerKeyring } from './issuer-keys.ts'
import { publicJwkOf } from './public-jwk.ts'
import { type AgentSigner, createKeySigner } from './signer.ts'

export type OpenCredentialSignerInput = Omit<CreateIssuerAgentInput, 'resolver'> & {
  /** The base address of the issuer; its `did:web` follows from it. */
  readonly credentialIssuer: string
  readonly now: () => Date
  /** What it issues; left out: the documents of the register. */
  readonly catalogue?: CredentialCatalogue
  /** Name of the issuer in its certificates; left out: its address. */
  readonly name?: string
  /** Certifies keys that nobody has certified, by an authority of this run. */
  readonly development?: boolean
}

export type OpenedCredentialSigner = CredentialSigner & {
  /** Reads again what another process may have changed of the keys. */
  refresh(): Promise<void>
}

const WEB = 'did:web:'

/**
 * The issuer's DID and keys behind the port that the use cases sign with. The first key is made at the first start; others
 * follow by rotation, and whichever is active signs. Let one process start alone the first time: two at once would each
 * make a key.
 *
 * @throws IssuerError `configuration_malformed` when a stored key does not open
 */
export async function openCredentialSigner(input: OpenCredentialSignerInput): Promise<OpenedCredentialSigner> {
  const { db, credentialIssuer, now, catalogue = registerCatalogue } = input
  const own: { document?: DidDocument } = {}
  const resolver = createDidResolver((did) => (did === own.document?.id ? own.document : undefined))
  const store = createIssuerKeyStore(db)
  const name = input.name ?? new URL(credentialIssuer).host

  let agent = createIssuerAgent({ ...input, resolver })
  const alias = encodeDidWeb(credentialIssuer).slice(WEB.length)
  const created = await agent.didManagerGetOrCreate({ provider: 'did:web', alias, options: { keyType: 'Secp256r1' } })
  const { did } = created
  const [first] = created.keys
  // Another address is another DID, with keys of its own.
  if (first !== undefined && (await statesOf(created.keys)).length === 0) await store.add(first.kid, now(), now())

  let opened = await open()
  const keys = createIssuerKeys({
    identity: { did, credentialIssuer, name },
    development: input.development ?? false,
    now,
    store,
    ring: () => opened,
    refresh,
  })
  await keys.certifyForDevelopment()

  async function statesOf(own: readonly IKey[]): Promise<IssuerKeyring['states']> {
    const kids = new Set(own.map(({ kid }) => kid))
    return (await store.list()).filter(({ kid }) => kids.has(kid))
  }

  async function open(): Promise<IssuerKeyring> {
    const identifier = await agent.didManagerGet({ did })
    const states = await statesOf(identifier.keys)
    const signers = new Map<string, AgentSigner>()
    for (const key of identifier.keys) {
      const signer = createKeySigner(agent, identifier, key)
      signers.set(key.kid, signer)
      // A key that does not open is told now, not to the first citizen.
      await signer.sign('')
    }
    const retired = new Set(states.filter(({ retiredAt }) => retiredAt !== undefined).map(({ kid }) => kid))
    own.document = documentOf(
      did,
      identifier.keys.filter(({ kid }) => !retired.has(kid)),
    )
    return {
      states,
      publicJwk: (kid) => publicJwkOf(identifier.keys.find((key) => key.kid === kid)!),
      sign: async (kid, bytes) => {
        const data = Buffer.from(bytes).toString('base64')
        const encoding = 'base64' as const
        return decodeBase64url(
          await agent.keyManagerSign({ keyRef: kid, algorithm: 'ES256', data, encoding }),
          'signature',
        )
      },
      addKey: async () => {
        const key = await agent.keyManagerCreate({ kms: 'node', type: 'Secp256r1' })
        await agent.didManagerAddKey({ did, key: key as IKey })
        return key.kid
      },
      signers,
    }
  }

  /** A new agent remembers nothing of what another process has changed. */
  async function refresh(): Promise<void> {
    agent = createIssuerAgent({ ...input, resolver })
    opened = await open()
    await keys.certifyForDevelopment()
  }

  const current = () => opened.signers.get(keys.currentKid())!
  const header = (): JsonObject => {
    const certificates = keys.certificatesOf(keys.currentKid())
    return { kid: current().keyId, ...(certificates !== undefined && { x5c: certificates }) }
  }
  return {
    did,
    get issuer() {
      return keys.certificatesOf(keys.currentKid()) === undefined ? did : credentialIssuer
    },
    get keyId() {
      return current().keyId
    },
    get signer() {
      return current()
    },
    header,
    issue: ({ configurationId, credential }) =>
      issue(agent, { did, keyRef: keys.currentKid(), catalogue, configurationId, credential, header: header() }),
    didDocument: async () => own.document as unknown as JsonObject,
    keys,
    developmentAnchor: () => keys.developmentAnchor(),
    refresh,
  }
}

type Issuance = {
  readonly did: string
  readonly keyRef: string
  readonly catalogue: CredentialCatalogue
  readonly configurationId: string
  readonly credential: JsonObject
  readonly header: JsonObject
}

async function issue(agent: IssuerAgent, issuance: Issuance): Promise<string> {
  const { did, keyRef, catalogue, configurationId, credential, header } = issuance
  const configuration = catalogue.get(configurationId)
  if (configuration === undefined) throw new TypeError('There is no such credential configuration.')
  const { type, format } = configuration
  if (format === 'dc+sd-jwt' && credential['vct'] !== type.vct)
    throw new TypeError('The claims are not of this credential type.')
  if (format === 'jwt_vc_json') {
    const args = { proofFormat: 'jwt', credential, header, keyRef } as unknown as ICreateVerifiableCredentialArgs
    return String((await agent.createVerifiableCredential(args)).proof['jwt'])
  }
  const frame = disclosureFrameOf(type)
  const args: SdJwtCredentialArgs & { readonly keyRef: string } = {
    proofFormat: format,
    credential: { issuer: did, credentialSubject: credential },
    disclosureFrame: format === 'vc+sd-jwt' ? { nested: { credentialSubject: frame } } : frame,
    header,
    keyRef,
  }
  return String(await agent.createVerifiableCredential(args as unknown as ICreateVerifiableCredentialArgs))
}

/** All keys of the DID that are not retired, each good for credentials, status lists and whatever else the issuer signs. */
function documentOf(did: string, keys: readonly IKey[]): DidDocument {
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
