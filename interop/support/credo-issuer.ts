import type {
  OpenId4VciCreateCredentialOfferOptions,
  OpenId4VciCredentialRequestToCredentialMapperOptions,
  OpenId4VciSignSdJwtCredentials,
} from '@credo-ts/openid4vc'
import { certifyByCredo, openCredoAgent } from './credo-agent.ts'
import { serveLoopback } from './serve-loopback.ts'
import { SIGN_IN_CLIENT } from './sign-in-server.ts'

export const CREDO_VCT = 'urn:example:member:1'
const ISSUER_ID = 'members'
const INTERVAL_SECONDS = 1
const COMMON = {
  format: 'dc+sd-jwt',
  vct: CREDO_VCT,
  proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
  credential_metadata: { display: [{ name: 'Member', locale: 'en' }] },
} as const

/** What a test has of an offer besides its grant. */
export type CredoOffer = Omit<
  OpenId4VciCreateCredentialOfferOptions,
  'credentialConfigurationIds' | 'issuanceMetadata'
> & {
  /** `member` is bound to keys, `member-did` to DIDs, `member-attested` to keys that a provider attests. */
  readonly id?: 'member' | 'member-did' | 'member-attested'
  /** Signed by a `did:jwk` that nobody vouches for, instead of by a certificate. */
  readonly byDid?: boolean
  readonly deferred?: boolean
}
type HolderBinding = OpenId4VciCredentialRequestToCredentialMapperOptions['holderBinding']

/**
 * An issuer of Credo on loopback.
 *
 * @param signInUrl the server that it sends people to
 * @param providerAnchors of the authorities that certify providers of wallets
 */
export async function startCredoIssuer(signInUrl: string, ...providerAnchors: readonly string[]) {
  const server = await serveLoopback()
  const baseUrl = `${server.url}/issuers`
  const url = `${baseUrl}/${ISSUER_ID}`
  let signer: { readonly certified: object; readonly did: object }
  const sign = (binding: HolderBinding, byDid: unknown): OpenId4VciSignSdJwtCredentials => ({
    type: 'credentials',
    format: 'dc+sd-jwt',
    credentials: binding.keys.map((holder) => ({
      payload: { vct: CREDO_VCT, given_name: 'Somchai', family_name: 'Jaidee', level: 3 },
      disclosureFrame: { _sd: ['given_name', 'family_name'] },
      holder,
      issuer: (byDid === true ? signer.did : signer.certified) as never,
    })),
  })
  const agent = await openCredoAgent(providerAnchors, {
    issuer: {
      baseUrl,
      credentialRequestToCredentialMapper: ({ holderBinding, issuanceSession: { issuanceMetadata } }) =>
        issuanceMetadata?.['deferred'] === true
          ? { type: 'deferral', transactionId: crypto.randomUUID(), interval: INTERVAL_SECONDS }
          : sign(holderBinding, issuanceMetadata?.['byDid']),
      deferredCredentialRequestToCredentialMapper: ({ transaction }) => sign(transaction.holderBinding as never, false),
    },
  })
  const issuer = agent.openid4vc.issuer
  if (issuer === undefined) throw new TypeError('The agent is no issuer.')
  server.serve(agent.modules.openid4vc.config.app as never)
  const { leaf, anchor } = await certifyByCredo(agent, url)
  const { didState } = await agent.dids.create({ method: 'jwk', options: { keyId: leaf.publicJwk.keyId } } as never)
  signer = {
    certified: { method: 'x5c', x5c: [leaf], issuer: url },
    did: { method: 'did', didUrl: `${didState.did}#0` },
  }
  await issuer.createIssuer({
    issuerId: ISSUER_ID,
    dpopSigningAlgValuesSupported: ['ES256'],
    batchCredentialIssuance: { batchSize: 4 },
    authorizationServerConfigs: [
      {
        type: 'chained',
        issuer: signInUrl,
        clientAuthentication: { type: 'clientSecret', ...SIGN_IN_CLIENT },
        scopesMapping: { member: [], 'member-did': [], 'member-attested': [] },
      },
    ],
    credentialConfigurationsSupported: {
      member: { ...COMMON, scope: 'member', cryptographic_binding_methods_supported: ['jwk'] },
      'member-attested': {
        ...COMMON,
        scope: 'member-attested',
        cryptographic_binding_methods_supported: ['jwk'],
        proof_types_supported: { jwt: { ...COMMON.proof_types_supported.jwt, key_attestations_required: {} } },
      },
      'member-did': { ...COMMON, scope: 'member-did', cryptographic_binding_methods_supported: ['did:jwk'] },
    },
  } as never)
  return {
    url,
    anchor,
    did: String(didState.did),
    didDocument: didState.didDocument?.toJSON(),
    offer: async ({ id = 'member', byDid = false, deferred = false, ...fields }: CredoOffer) => {
      const { credentialOffer, issuanceSession } = await issuer.createCredentialOffer({
        issuerId: ISSUER_ID,
        credentialConfigurationIds: [id],
        version: 'v1',
        issuanceMetadata: { byDid, deferred },
        ...fields,
      })
      return { offer: credentialOffer, txCode: issuanceSession.userPin ?? '', sessionId: issuanceSession.id }
    },
    stateOf: async (id: string) => (await issuer.getIssuanceSessionById(id)).state,
    close: async () => {
      await agent.shutdown()
      await server.close()
    },
  }
}
